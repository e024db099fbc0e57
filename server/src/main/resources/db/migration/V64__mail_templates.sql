-- The words of mails, where a virtual server has its own, and the language that its mails speak. Owned by notification.
create table mail_template (
    virtual_server_id uuid        not null references virtual_server,
    kind              text        not null,
    language          text        not null,
    subject           text        not null,
    body              text        not null,
    changed_by        text        not null,
    changed_at        timestamptz not null,
    constraint mail_template_key primary key (virtual_server_id, kind, language)
);

create table mail_setting (
    virtual_server_id uuid constraint mail_setting_key primary key references virtual_server,
    language          text not null
);

call isolate('mail_template');
call isolate('mail_setting');
