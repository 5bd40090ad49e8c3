//! `[delivery]`: how a letter is sent. Read so that a slip is found at once; used by `send`.

use crate::problem::Problem;

use super::super::address::{is_email, mailbox_address};
use super::super::table::{Found, Reader, Table, excerpt};
use super::super::text::Form;
use super::{EMAIL, LINE, LONG};

/// Its keys.
pub(super) const KEYS: &[&str] =
    &["from", "per_hour", "to", "reply_to", "enclosures", "archive", "smtp", "imap"];
/// The keys of `[delivery.smtp]`.
pub(super) const SMTP: &[&str] = &[
    "host",
    "port",
    "tls",
    "user",
    "password_command",
    "password_env",
    "password_file",
    "auth",
    "ca_file",
    "timeout",
];
/// The keys of `[delivery.imap]`.
pub(super) const IMAP: &[&str] = &[
    "host",
    "port",
    "tls",
    "user",
    "password_command",
    "password_env",
    "password_file",
    "ca_file",
    "folder",
];

const PASSWORDS: [&str; 3] = ["password_command", "password_env", "password_file"];

impl Reader<'_> {
    /// Reads `[delivery]` and the tables below it.
    pub(super) fn delivery(&mut self, root: &Table<'_>) {
        let Some(table) = self.optional(root, "delivery") else { return };
        for key in ["from", "to", "reply_to"] {
            self.mailbox(&table, key);
        }
        self.integer(&table, "per_hour", 0..=1000);
        self.texts(&table, "enclosures", Form::Verbatim, LONG, 0..=20);
        if let Some(archive) = self.table(&table, "archive") {
            self.only(&archive, &["to", "required"], "", &[]);
            self.require(&archive, &["to"]);
            self.mailbox(&archive, "to");
            self.boolean(&archive, "required");
        }
        self.server(&table, "smtp", SMTP);
        self.server(&table, "imap", IMAP);
    }

    /// `[delivery.smtp]` or `[delivery.imap]`.
    fn server(&mut self, delivery: &Table<'_>, key: &str, known: &[&str]) {
        let Some(table) = self.table(delivery, key) else { return };
        // A password in the file is unknown like any other key, but its cure is another one.
        self.only(&table, known, "password", &[]);
        if let Some((name, _)) = table.value.get_key_value("password") {
            let at = Found { value: (), span: name.span(), field: table.path("password") };
            self.push(Problem::error("password-in-file"), &at);
        }
        self.require(&table, &["host"]);
        self.host(&table);
        self.line(&table, "user", EMAIL);
        self.integer(&table, "port", 1..=65535);
        self.choice(&table, "tls", &["implicit", "starttls", "none"].map(|word| (word, ())));
        self.texts(&table, "password_command", Form::Verbatim, LONG, 1..=100);
        self.line(&table, "password_env", LINE);
        self.text(&table, "password_file", Form::Verbatim, LONG);
        self.text(&table, "ca_file", Form::Verbatim, LONG);
        if known.contains(&"auth") {
            self.choice(&table, "auth", &["plain", "login", "xoauth2"].map(|word| (word, ())));
            self.integer(&table, "timeout", 1..=3600);
        } else {
            self.line(&table, "folder", LONG);
        }
        let mut given = PASSWORDS.iter().filter_map(|key| table.value.get_key_value(*key));
        if let (Some((first, _)), Some((second, _))) = (given.next(), given.next()) {
            let problem = Problem::error("several-passwords")
                .with("first", first.get_ref())
                .with("second", second.get_ref());
            let field = table.path(second.get_ref());
            self.push(problem, &Found { value: (), span: second.span(), field });
        }
    }

    fn host(&mut self, table: &Table<'_>) {
        let Some(host) = self.line(table, "host", 253) else { return };
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if !host.value.chars().all(allowed) {
            self.push(Problem::error("invalid-host").with("value", excerpt(&host.value)), &host);
        }
    }

    /// `erika@example.org`, or `Erika Mustermann <erika@example.org>`.
    fn mailbox(&mut self, table: &Table<'_>, key: &str) {
        let Some(found) = self.line(table, key, EMAIL + LINE) else { return };
        if !mailbox_address(&found.value).is_some_and(is_email) {
            let problem = Problem::error("invalid-email").with("value", excerpt(&found.value));
            self.push(problem, &found);
        }
    }
}
