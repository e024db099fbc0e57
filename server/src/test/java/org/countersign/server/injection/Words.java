package org.countersign.server.injection;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Text columns that hold nothing which people choose freely, by why not. */
final class Words {
    /** Chosen by the program from a list of its own. */
    private static final String FROM_A_LIST = """
            alert_log.event alert_log.kind alert_recipient.events alert_recipient.kind alert_throttle.event api_client.scopes
            application.kind audit_check.broken_what audit_event.type bulk_item.state bulk_item.why bulk_job.act
            device.push_state enrollment.second_proof enrollment.state mail_code.purpose mail_setting.language
            mail_template.kind mail_template.language operator.state operator_role.kind operator_role.permissions
            operator_session.stage outbox_message.channel outbox_message.state provisioning_member.refused_because
            provisioning_member.state provisioning_task.ended_because push_request.ended_because push_request.state
            reaction.step report_rule.columns report_rule.every report_rule.kind report_run.columns report_run.kind
            report_run.state self_enrollment.state server_key.purpose sign_in.factor sign_in.protocol sign_in.state
            signing_key.purpose standard_enrollment.state token.algorithm token.alphabet token.policy_string token.suite
            token_import_line.algorithm token_import_line.fault token_import_line.policy_string user_account.origin
            user_account.state user_group.origin
            """;

    /** Says who, by id; or which, by a number or key of the program's. */
    private static final String NAMES_SOMETHING = """
            audit_checkpoint.ends audit_event.actor bulk_job.actor mail_template.changed_by policy.changed_by
            provisioning_task.operator reaction.undone_by report_rule.containers report_rule.created_by
            report_rule.recipients report_run.asked_by report_run.containers sign_in_report.subject token_import.actor
            user_import.actor virtual_server.slug challenge.requester push_request.requester oidc_client.client_id
            pin_message.jti enrollment.confirm_code enrollment_begin.confirm_code challenge.question
            """;

    /** An address in a form that is checked: of a network, of a page, of a zone. Shown as text. */
    private static final String CHECKED = """
            audit_event.ip reaction.source report_rule.zone sign_in.ip oidc_client.redirect_uris oidc_client.post_logout_uris
            operator_session.next mail_code.network mail_code.place self_enrollment.ip
            """;

    /** Settings that are read into types of the program's. */
    private static final String TYPED = "policy.settings report_rule.filters report_run.filters";

    /** Filled by this test in another way: the record is appended to, and what a phone is shown is one document. */
    private static final String OTHERWISE = "audit_event.details push_request.context";

    /** Hashed, sealed or signed, and made again from what stands elsewhere. */
    private static final String NOT_READ = """
            audit_checkpoint.statement enrollment_begin.offer oidc_client.client_secret_hash push_request.jws
            server_pin.pin_hash user_account.password_hash user_word.word
            """;

    /** Of the authorization server's own tables, which no page shows. */
    private static final String OAUTH = Arrays.stream("""
            id registered_client_id principal_name authorization_grant_type authorized_scopes attributes state
            authorization_code_value authorization_code_metadata access_token_value access_token_metadata access_token_type
            access_token_scopes oidc_id_token_value oidc_id_token_metadata refresh_token_value refresh_token_metadata
            user_code_value user_code_metadata device_code_value device_code_metadata spent_refresh_token
            """.strip().split("\\s+", -1))
            .map(column -> "oauth2_authorization." + column)
            .collect(Collectors.joining(" "));

    private static final String CONSENT = """
            oauth2_authorization_consent.registered_client_id oauth2_authorization_consent.principal_name
            oauth2_authorization_consent.authorities
            """;

    static final Set<String> OF_THE_PROGRAM = Arrays.stream(
                    String.join(" ", FROM_A_LIST, NAMES_SOMETHING, CHECKED, TYPED, OTHERWISE, NOT_READ, OAUTH, CONSENT)
                            .strip()
                            .split("\\s+", -1))
            .collect(Collectors.toCollection(TreeSet::new));

    private Words() {}
}
