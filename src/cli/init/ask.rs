//! Asks a person: prompts on standard error, answers from standard input.

use std::io::{self, BufRead, IsTerminal};

use crate::cli::console::{self, Console};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::table::{bold, wrap};

/// One thing to choose.
pub(super) struct Choice {
    /// What art21.toml calls it.
    pub(super) id: String,
    /// What it is.
    pub(super) name: String,
    /// A sentence more; empty where none is needed.
    pub(super) about: String,
}

/// Asks and hears.
pub(super) struct Asker<'c> {
    console: &'c Console,
    input: io::StdinLock<'static>,
}

impl<'c> Asker<'c> {
    pub(super) fn new(console: &'c Console) -> Self {
        Asker { console, input: io::stdin().lock() }
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

    /// Says a paragraph.
    pub(super) fn say(&mut self, text: &str) {
        self.prompt(&format!("{}\n", wrap(text, 0, console::columns())));
    }

    /// Says what a question is about: the question in bold, then why.
    pub(super) fn introduce(&mut self, question: &str, why: &str) {
        self.prompt(&format!("\n{}\n", bold(question)));
        if !why.is_empty() {
            self.say(why);
        }
    }

    /// Hears one line, trimmed. The end of the input is an interruption.
    pub(super) fn line(&mut self, prompt: &str) -> Result<String, Stop> {
        self.prompt(prompt);
        let mut bytes = Vec::new();
        match self.input.read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => {
                self.prompt("\n");
                Err(Stop::Interrupted)
            }
            // What is no UTF-8 shows as U+FFFD, which no field accepts silently: it is asked again.
            Ok(_) => Ok(String::from_utf8_lossy(&bytes).trim().to_owned()),
        }
    }

    /// Hears a line; an empty one is `usual`.
    pub(super) fn text(&mut self, usual: &str) -> Result<String, Stop> {
        let prompt = if usual.is_empty() { "> ".to_owned() } else { format!("[{usual}] > ") };
        let heard = self.line(&prompt)?;
        Ok(if heard.is_empty() { usual.to_owned() } else { heard })
    }

    /// Hears lines up to an empty one.
    pub(super) fn lines(&mut self) -> Result<Vec<String>, Stop> {
        let mut lines = Vec::new();
        loop {
            match self.line("> ")? {
                line if line.is_empty() => return Ok(lines),
                line => lines.push(line),
            }
        }
    }

    /// Shows numbered choices.
    pub(super) fn show(&mut self, choices: &[Choice], usual: &[String]) {
        for (index, choice) in choices.iter().enumerate() {
            let mark = if usual.contains(&choice.id) { '*' } else { ' ' };
            let about =
                if choice.about.is_empty() { String::new() } else { format!(". {}", choice.about) };
            let text = wrap(&format!("{}{about}", choice.name), 6, console::columns());
            self.prompt(&format!("{mark}{:>3}) {text}\n", index + 1));
        }
    }

    /// Hears which of the choices are meant, by number or id, parted by commas or blanks; nothing
    /// is `usual`.
    pub(super) fn pick(
        &mut self,
        session: &Session,
        choices: &[Choice],
        usual: &[String],
        most: usize,
    ) -> Result<Vec<String>, Stop> {
        let number = |id: &String| choices.iter().position(|choice| choice.id == *id);
        let usual_numbers: Vec<String> =
            usual.iter().filter_map(number).map(|index| (index + 1).to_string()).collect();
        loop {
            let heard = self.text(&usual_numbers.join(", "))?;
            let words: Vec<&str> =
                heard.split([',', ' ', ';']).filter(|word| !word.is_empty()).collect();
            let mut picked = Vec::new();
            for word in &words {
                let index = word.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
                let by_number = index.and_then(|index| choices.get(index));
                let by_id = choices.iter().find(|choice| choice.id.eq_ignore_ascii_case(word));
                match by_number.or(by_id) {
                    Some(choice) if picked.contains(&choice.id) => {}
                    Some(choice) => picked.push(choice.id.clone()),
                    None => picked.push(String::new()),
                }
            }
            if picked.len() <= most && !picked.contains(&String::new()) {
                return Ok(picked);
            }
            let key = if most == 1 { "ask-one-of" } else { "ask-some-of" };
            let (count, most) = (choices.len().to_string(), most.min(choices.len()).to_string());
            self.say(&session.words(key, &[("count", &count), ("most", &most)]));
        }
    }

    /// Asks a question that is answered by yes or no.
    pub(super) fn yes_or_no(
        &mut self,
        session: &Session,
        question: &str,
        usual: bool,
    ) -> Result<bool, Stop> {
        self.prompt(&format!("\n{}\n", bold(question)));
        let (yes, no) = (session.words("yes", &[]), session.words("no", &[]));
        loop {
            let heard = self.text(if usual { &yes } else { &no })?.to_lowercase();
            // Each answer by its first letter too; y and n whatever the language.
            let is = |word: &str, letter: &str| {
                heard == word
                    || heard == letter
                    || word.chars().next().is_some_and(|c| heard == c.to_string())
            };
            if is(&yes, "y") || heard == "yes" {
                return Ok(true);
            }
            if is(&no, "n") {
                return Ok(false);
            }
            self.say(&session.words("ask-yes-or-no", &[]));
        }
    }
}
