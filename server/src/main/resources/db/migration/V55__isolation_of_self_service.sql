-- The tables of self-service, recovery and reactions are held apart by their virtual server, like all others.
call isolate('mail_code');
call isolate('self_enrollment');
call isolate('recovery_code');
call isolate('temporary_passcode');
call isolate('sign_in_report');
call isolate('reaction');

-- Operators of some containers see what the people there reported.
create policy within on sign_in_report as restrictive to countersign_limited
    using (exists (select from user_account u where u.id = sign_in_report.user_id));
create policy within on reaction as restrictive to countersign_limited
    using (exists (select from user_account u where u.id = reaction.user_id));
