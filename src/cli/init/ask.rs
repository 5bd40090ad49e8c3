//! Asks a person: prompts on standard error, answers from standard input.

use std::collections::HashSet;
use std::io::{self, BufRead, IsTerminal};

use super::choice::{self, Choice};
use crate::cli::console::{self, Console};
use crate::cli::paragraph::{bold, wrap};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::problem::{Problem, Problems, Severity};

/// What a person may do instead of answering.
#[derive(Debug)]
pub(super) enum Away {
    /// Go back to the question before: `<`.
    Back,
    /// Stop.
    Stop(Stop),
}

impl<T: Into<Stop>> From<T> for Away {
    fn from(stop: T) -> Self {
        Away::Stop(stop.into())
    }
}

/// What is typed for no answer, where Enter would take one.
const NOTHING: &str = "-";

/// How often a script may give the same useless answer: `yes "" | art21 init` would never end.
const IN_VAIN: usize = 20;

/// Asks and hears.
pub(super) struct Asker<'c> {
    console: &'c Console,
    input: io::StdinLock<'static>,
    /// Lines and bytes heard so far.
    heard: (usize, usize),
    /// Answers to the question that were of no use.
    in_vain: usize,
    /// The warnings that were told, by code and field.
    told: HashSet<(&'static str, Option<Box<str>>)>,
}

impl<'c> Asker<'c> {
    pub(super) fn new(console: &'c Console) -> Self {
        Asker {
            console,
            input: io::stdin().lock(),
            heard: (0, 0),
            in_vain: 0,
            told: HashSet::new(),
        }
    }

    /// Whether a person sits at the keyboard.
    pub(super) fn is_person(&self) -> bool {
        io::stdin().is_terminal()
    }

    /// Whether there is nobody to answer: no person, and nothing left to read.
    fn alone(&mut self) -> bool {
        !self.is_person() && self.input.fill_buf().is_ok_and(<[u8]>::is_empty)
    }

    /// Prompts, where somebody can answer.
    fn prompt(&mut self, text: &str) {
        if !self.alone() {
            self.console.warn(text);
        }
    }

    /// Says a paragraph that no answer can do without.
    pub(super) fn say(&mut self, text: &str) {
        self.prompt(&format!("{}\n", wrap(text, 0, console::columns_of_reader())));
    }

    /// Says a paragraph that helps to answer, unless the reader wants quiet.
    pub(super) fn explain(&mut self, text: &str) {
        if !text.is_empty() && !self.console.quiet() {
            self.say(text);
        }
    }

    /// The warnings among problems that were not told before.
    pub(super) fn new_of(&mut self, found: Problems) -> Problems {
        let new = |problem: &Problem| {
            problem.severity == Severity::Warning
                && self.told.insert((problem.code, problem.field.clone()))
        };
        Problems(found.0.into_iter().filter(new).collect())
    }

    /// Puts a question: in bold, then why.
    pub(super) fn introduce(&mut self, question: &str, why: &str) {
        self.prompt(&format!("\n{}\n", bold(&wrap(question, 0, console::columns_of_reader()))));
        self.explain(why);
    }

    /// Begins a new question.
    pub(super) fn begin(&mut self) {
        self.in_vain = 0;
    }

    /// Says why an answer was of no use.
    pub(super) fn in_vain(&mut self, text: &str) -> Result<(), Away> {
        self.say(text);
        self.in_vain += 1;
        if self.in_vain >= IN_VAIN && !self.is_person() {
            return Err(Problem::usage("answers-in-vain").with("count", IN_VAIN).into());
        }
        Ok(())
    }

    /// Hears one line, trimmed. The end of the input is an interruption. What is no UTF-8 is asked
    /// for again; where no person can be asked, the answers after it would go to the wrong
    /// questions.
    pub(super) fn line(&mut self, session: &Session, prompt: &str) -> Result<String, Away> {
        loop {
            self.prompt(prompt);
            let mut bytes = Vec::new();
            if !self.input.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
                self.prompt("\n");
                self.prompt(&format!("{}\n", session.words("init-nothing-written", &[])));
                return Err(Stop::Interrupted.into());
            }
            self.heard.0 += 1;
            match std::str::from_utf8(&bytes) {
                Ok(line) => {
                    self.heard.1 += bytes.len();
                    return match line.trim() {
                        "<" => Err(Away::Back),
                        line => Ok(line.to_owned()),
                    };
                }
                Err(_) if self.is_person() => self.say(&session.words("ask-not-utf8", &[])),
                Err(error) => {
                    let byte = self.heard.1 + error.valid_up_to() + 1;
                    let problem = Problem::error("file-not-utf8").with("line", self.heard.0);
                    return Err(problem.with("byte", byte).in_file("-").into());
                }
            }
        }
    }

    /// Hears a line; an empty one is `usual`, `-` is none.
    pub(super) fn text(&mut self, session: &Session, usual: &str) -> Result<String, Away> {
        let prompt = if usual.is_empty() { "> ".to_owned() } else { format!("[{usual}] > ") };
        let heard = self.line(session, &prompt)?;
        Ok(match heard.as_str() {
            "" => usual.to_owned(),
            NOTHING => String::new(),
            _ => heard,
        })
    }

    /// Hears lines up to an empty one; `None` where there was no other, none after `-` or no.
    pub(super) fn lines(&mut self, session: &Session) -> Result<Option<Vec<String>>, Away> {
        let mut lines = Vec::new();
        loop {
            match self.line(session, "> ")?.as_str() {
                "" => return Ok(Some(lines).filter(|lines| !lines.is_empty())),
                line if lines.is_empty() && (line == NOTHING || is_no(session, line)) => {
                    return Ok(Some(lines));
                }
                line => lines.push(line.to_owned()),
            }
        }
    }

    /// Shows numbered choices.
    pub(super) fn show(&mut self, choices: &[Choice], usual: &[String]) {
        for (index, choice) in choices.iter().enumerate() {
            let mark = if usual.contains(&choice.id) { '*' } else { ' ' };
            let about =
                if choice.about.is_empty() { String::new() } else { format!(". {}", choice.about) };
            let text = wrap(&format!("{}{about}", choice.name), 6, console::columns_of_reader());
            self.prompt(&format!("{mark}{:>3}) {text}\n", index + 1));
        }
    }

    /// Hears which of the choices are meant, at most `most`; nothing is `usual`.
    pub(super) fn pick(
        &mut self,
        session: &Session,
        choices: &[Choice],
        usual: &[String],
        most: usize,
    ) -> Result<Vec<String>, Away> {
        let number = |id: &String| choices.iter().position(|choice| choice.id == *id);
        let usual_numbers: Vec<String> =
            usual.iter().filter_map(number).map(|index| (index + 1).to_string()).collect();
        loop {
            let heard = self.text(session, &usual_numbers.join(", "))?;
            match choice::picked(choices, &heard, most) {
                Ok(picked) if picked.len() <= most => return Ok(picked),
                Ok(_) => {}
                Err(wrong) => {
                    let meant = choice::meant(choices, wrong);
                    let key = if meant.is_some() { "ask-unknown-meant" } else { "ask-unknown" };
                    let args = [("typed", wrong), ("meant", meant.unwrap_or_default())];
                    self.say(&session.words(key, &args));
                }
            }
            let key = match most {
                1 => "ask-one-of",
                most if most < choices.len() => "ask-at-most",
                _ => "ask-some-of",
            };
            let (count, most) = (choices.len().to_string(), most.to_string());
            self.in_vain(&session.words(key, &[("count", &count), ("most", &most)]))?;
        }
    }

    /// Asks a question that is answered by yes or no.
    pub(super) fn yes_or_no(
        &mut self,
        session: &Session,
        question: &str,
        usual: bool,
    ) -> Result<bool, Away> {
        self.introduce(question, "");
        let (yes, no) = (session.words("yes", &[]), session.words("no", &[]));
        loop {
            let heard = self.text(session, if usual { &yes } else { &no })?.to_lowercase();
            // Each answer by its first letter too; y and n whatever the language.
            let begins = |word: &str| word.chars().next().is_some_and(|c| heard == c.to_string());
            if is_yes(session, &heard) || begins(&yes) || heard == "y" {
                return Ok(true);
            }
            if is_no(session, &heard) || begins(&no) || heard == "n" {
                return Ok(false);
            }
            self.in_vain(&session.words("ask-yes-or-no", &[]))?;
        }
    }
}

/// Whether an answer is yes, in the language of the interface or in English.
pub(super) fn is_yes(session: &Session, heard: &str) -> bool {
    let heard = heard.to_lowercase();
    heard == "yes" || heard == session.words("yes", &[])
}

/// Whether an answer is no, in the language of the interface or in English.
pub(super) fn is_no(session: &Session, heard: &str) -> bool {
    let heard = heard.to_lowercase();
    heard == "no" || heard == session.words("no", &[])
}
