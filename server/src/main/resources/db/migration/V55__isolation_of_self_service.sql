-- The tables of self-service, recovery and reactions are held apart by their virtual server, like all others.
call isolate('mail_code');
call isolate('self_enrollment');
call isolate('recovery_code');
call isolate('temporary_passcode');
call isolate('sign_in_report');
call isolate('reaction');
