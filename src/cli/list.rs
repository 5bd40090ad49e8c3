//! `art21 list`: the data that the letters rest on, with sources.

mod documents;
mod rows;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::console;
use super::paragraph::{bold, wrap};
use super::report::escape;
use super::session::Session;
use super::stop::Stop;
use crate::input::roster;
use crate::texts::controller::{ChannelKind, ChannelStanding, Controller, Setting};
use crate::texts::locale::Locale;
use crate::texts::purpose::Purpose;
use crate::texts::{Translated, origin, text_in};

/// List what the letters rest on, with sources
///
/// `settings` is the checklist to click through beside the letter.
#[derive(Args)]
pub(super) struct List {
    /// What to list
    #[arg(value_name = "WHAT", value_enum, ignore_case = true)]
    what: What,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// What LinkedIn does with your data on the ground of legitimate interests
    Purposes,
    /// Grounds relating to your particular situation
    Grounds,
    /// Supervisory authorities
    Authorities,
    /// Ways to reach LinkedIn
    Channels,
    /// LinkedIn's switches, to click through beside the letter
    Settings,
    /// Where the facts come from and when they were last looked at
    Sources,
    /// The columns of a roster and the headers that name them
    Columns,
    /// The documents that --json prints
    Json,
}

impl List {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        if session.json {
            let (name, rows) = self.what.rows(session);
            session.add(name, rows.into());
            return Ok(());
        }
        let text = match self.what {
            What::Purposes => purposes(session),
            What::Grounds => grounds(session),
            What::Authorities => authorities(session),
            What::Channels => channels(session),
            What::Settings => settings(session),
            What::Sources => sources(session),
            What::Columns => columns(session),
            What::Json => documents::text(console::columns()),
        };
        session.console.out(&text)?;
        Ok(())
    }
}

impl What {
    /// The name of the table in the JSON document, and its rows.
    fn rows(self, session: &Session) -> (&'static str, Vec<Value>) {
        let texts = session.texts();
        let controllers = texts.controllers.values();
        match self {
            What::Purposes => ("purposes", controllers.flat_map(rows::purposes).collect()),
            What::Grounds => ("grounds", texts.grounds.iter().map(rows::ground).collect()),
            What::Authorities => {
                ("authorities", texts.authorities.iter().map(rows::authority).collect())
            }
            What::Channels => ("channels", controllers.flat_map(rows::channels).collect()),
            What::Settings => ("settings", controllers.flat_map(rows::settings).collect()),
            What::Sources => ("sources", rows::sources(texts, session.desk.today)),
            What::Columns => {
                ("columns", roster::columns().map(|id| rows::column(id, texts)).collect())
            }
            What::Json => ("json", documents::rows()),
        }
    }
}

/// A block of lines under a bold head; each line wraps under itself.
fn entry(head: &str, lines: &[String], columns: usize) -> String {
    let mut out = format!("{}\n", bold(&wrap(&escape(head), 2, columns)));
    for line in lines.iter().filter(|line| !line.is_empty()) {
        out.push_str(&format!("  {}\n", wrap(&escape(line), 4, columns)));
    }
    out.push('\n');
    out
}

/// `label: text`, nothing where the text is empty.
fn labelled(session: &Session, key: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { session.words(key, &[("text", text)]) }
}

fn here<'t>(session: &Session, text: &'t Translated) -> &'t str {
    text_in(text, session.language)
}

fn each_controller(session: &Session, show: impl Fn(&Controller) -> String) -> String {
    session.texts().controllers.values().map(show).collect()
}

/// The columns, each under the name by which `--json` knows it, with the headers of each language.
fn columns(session: &Session) -> String {
    let width = console::columns();
    let one = |id| {
        let headers = |locale: &Locale| locale.columns.get(id).map(|headers| headers.join(", "));
        let lines: Vec<String> = session.texts().locales.values().filter_map(headers).collect();
        entry(id, &lines, width)
    };
    roster::columns().map(one).collect()
}

fn purposes(session: &Session) -> String {
    let columns = console::columns();
    each_controller(session, |controller| {
        let (usual, others): (Vec<_>, Vec<_>) =
            controller.purposes.iter().partition(|purpose| purpose.default);
        let (weak, further): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|purpose| !purpose.weak.is_empty());
        let mut out = String::new();
        for (key, group) in [("list-usual", usual), ("list-further", further), ("list-weak", weak)]
        {
            let head = session.words(key, &[("controller", &controller.short)]);
            out.push_str(&format!("{}\n\n", wrap(&head, 0, columns)));
            for purpose in group {
                out.push_str(&entry(&purpose.id, &purpose_lines(session, purpose), columns));
            }
        }
        out
    })
}

fn purpose_lines(session: &Session, purpose: &Purpose) -> Vec<String> {
    vec![
        here(session, &purpose.everyday).to_owned(),
        labelled(session, "list-label", &purpose.label),
        session.locale().cite(&purpose.articles),
        labelled(session, "list-but", here(session, &purpose.weak)),
    ]
}

fn grounds(session: &Session) -> String {
    let columns = console::columns();
    let advice = here(session, &session.texts().grounds_advice);
    let mut out = format!("{}\n\n", wrap(advice, 0, columns));
    for ground in &session.texts().grounds {
        let add = if ground.detail_required { "list-add" } else { "list-may-add" };
        let lines = [
            here(session, &ground.name).to_owned(),
            labelled(session, add, here(session, &ground.ask)),
            labelled(session, "list-example", here(session, &ground.example)),
            labelled(session, "list-beware", here(session, &ground.warning)),
        ];
        out.push_str(&entry(&ground.id, &lines, columns));
    }
    out
}

fn authorities(session: &Session) -> String {
    let columns = console::columns();
    let show = |authority: &crate::texts::authority::Authority| {
        let name = here(session, &authority.name);
        // An address begins with the name, on as many lines as the envelope needs.
        let named = authority.postal.join(" ").starts_with(name);
        let mut lines = vec![if named { String::new() } else { name.to_owned() }];
        lines.extend(authority.postal.iter().cloned());
        lines.extend([authority.email.clone(), authority.url.clone()]);
        lines.push(here(session, &authority.note).to_owned());
        entry(&authority.id, &lines, columns)
    };
    session.texts().authorities.iter().map(show).collect()
}

fn channels(session: &Session) -> String {
    let columns = console::columns();
    each_controller(session, |controller| {
        let show = |channel: &crate::texts::controller::Channel| {
            let address = match channel.kind {
                ChannelKind::Post => {
                    let country = session.locale().country(&controller.country).to_owned();
                    controller.postal.iter().cloned().chain([country]).collect()
                }
                ChannelKind::Form | ChannelKind::Email => vec![channel.address.clone()],
            };
            let standing = match channel.standing {
                ChannelStanding::Official => "list-official",
                ChannelStanding::ImprintOnly => "list-imprint-only",
            };
            let mut lines = address;
            lines.push(session.words(standing, &[("controller", &controller.short)]));
            lines.push(here(session, &channel.note).to_owned());
            entry(here(session, &channel.name), &lines, columns)
        };
        controller.channels.iter().map(show).collect()
    })
}

fn settings(session: &Session) -> String {
    let columns = console::columns();
    each_controller(session, |controller| {
        let head = session.words("list-settings-head", &[("controller", &controller.short)]);
        let mut out = format!("{}\n\n", wrap(&head, 0, columns));
        for setting in &controller.settings {
            let lines = [
                setting.url.clone(),
                labelled(session, "list-path", here(session, &setting.path)),
                labelled(session, "list-does", here(session, &setting.does)),
                labelled(session, "list-leaves-out", here(session, &setting.leaves_out)),
                here(session, &setting.note).to_owned(),
            ];
            out.push_str(&entry(&format!("☐ {}", names(setting, session)), &lines, columns));
        }
        out
    })
}

/// The controller's own name of a switch, and in brackets its names in other languages: the page
/// may speak another one than the reader. Where none was seen in the reader's language, ours.
fn names(setting: &Setting, session: &Session) -> String {
    let everyday = here(session, &setting.everyday);
    let own = setting.name.get(&session.language).map_or(everyday, String::as_str);
    let others = setting.name.iter().filter(|(l, _)| **l != session.language).map(|(_, n)| n);
    let others: Vec<&str> = others.map(String::as_str).collect();
    let mut letters = own.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let name: String = first.chain(letters).collect();
    if others.is_empty() { name } else { format!("{name} ({})", others.join(", ")) }
}

/// Each source under its title, once for each day on which it was seen, with every page to look at.
fn sources(session: &Session) -> String {
    let columns = console::columns();
    let today = session.desk.today;
    let head = session.words("list-sources-head", &[("days", &origin::FRESH.to_string())]);
    let mut out = format!("{}\n", wrap(&head, 0, columns));
    let mut last = None;
    for origin in rows::origins(session.texts()) {
        if last != Some((&origin.source, origin.checked)) {
            last = Some((&origin.source, origin.checked));
            let days = (today - origin.checked).num_days();
            let old = if days > origin::FRESH { '!' } else { ' ' };
            let title = bold(&wrap(&escape(&origin.source), 2, columns));
            out.push_str(&format!(
                "\n{old} {title}\n    {}\n",
                seen(session, origin.checked, days)
            ));
        }
        out.push_str(&format!("    {}\n", escape(&origin.look_at)));
    }
    out
}

/// When a source was looked at, and how long ago that is.
fn seen(session: &Session, checked: NaiveDate, days: i64) -> String {
    let key = match days {
        0 => "list-seen-0",
        1 => "list-seen-1",
        _ => "list-seen",
    };
    let date = session.locale().format_date(checked);
    session.words(key, &[("days", &days.to_string()), ("date", &date)])
}
