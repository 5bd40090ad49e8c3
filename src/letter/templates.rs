//! The templates, compiled, and what can be wrong with them.

use std::ops::Range;
use std::sync::Arc;

use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use super::bounds::{self, Output, Rounds};
use super::missing;
use crate::document::markdown::{Refused, encode};
use crate::language::Language;
use crate::problem::{Problem, Problems, Source};
use crate::texts::Texts;

/// The templates of all languages, compiled.
pub(super) struct Templates<'t> {
    texts: &'t Texts,
    tera: Tera,
}

impl<'t> Templates<'t> {
    /// Compiles them.
    pub(super) fn compile(texts: &'t Texts) -> Result<Self, Problems> {
        let mut templates = Templates { texts, tera: engine() };
        let all = || texts.templates.iter().map(|(path, template)| (path, &template.text));
        let Err(error) = templates.tera.add_raw_templates(all()) else {
            let endless = templates.endless();
            return if endless.has_errors() { Err(endless) } else { Ok(templates) };
        };
        // Tera stops at the first that it cannot parse; each by itself tells of all.
        let alone: Vec<Problem> = all()
            .filter_map(|one| engine().add_raw_templates([one]).err())
            .filter(|error| matches!(error.kind(), ErrorKind::SyntaxError(_)))
            .flat_map(|error| templates.problems("", &error))
            .collect();
        if alone.is_empty() {
            Err(Problems(templates.problems("", &error)))
        } else {
            Err(Problems(alone))
        }
    }

    /// Renders one.
    pub(super) fn render(&self, path: &str, context: &Context) -> Result<String, Problems> {
        if !self.texts.templates.contains_key(path) {
            return Err(missing(path).into());
        }
        let mut output = Output::new();
        match self.tera.render_to(path, context, &mut output) {
            Ok(()) => Ok(output.into_text()),
            Err(_) if output.full => {
                let problem = Problem::error("template-output").with("limit", "1 MiB");
                Err(self.place(problem, path, 0..0).into())
            }
            Err(error) => Err(Problems(self.problems(path, &error))),
        }
    }

    /// Loops that may not end while anybody waits.
    fn endless(&self) -> Problems {
        let mut rounds = Rounds::new(self.texts);
        let too_many = self.texts.templates.keys().filter_map(|path| {
            let tag = rounds.too_many(path)?;
            Some(self.place(Problem::error("template-loops"), path, tag))
        });
        Problems(too_many.collect())
    }

    /// What the Markdown reader refused in what came out of `path`, in terms of the templates.
    pub(super) fn refused(&self, path: &str, refused: &[Refused]) -> Problems {
        let folder = path.split_inclusive('/').next().unwrap_or_default();
        let own = self.texts.templates.get_key_value(path).into_iter();
        let others = self.texts.templates.iter().filter(|(other, _)| other.starts_with(folder));
        let candidates: Vec<_> = own.chain(others).collect();
        let problem = |refused: &Refused| {
            let problem =
                Problem::error("template-construct").with("text", refused.text.trim_end());
            let found = candidates.iter().find_map(|(path, template)| {
                let start =
                    template.text.find(&refused.text).filter(|_| !refused.text.is_empty())?;
                Some((path, start..start + refused.text.len()))
            });
            match found {
                Some((path, range)) => self.place(problem, path, range),
                None => self.place(problem, path, 0..0),
            }
        };
        Problems(refused.iter().map(problem).collect())
    }

    /// A letter without a subject.
    pub(super) fn no_subject(&self, path: &str) -> Problem {
        self.place(Problem::error("template-subject"), path, 0..0)
    }

    /// A letter without the person's own words on a ground, in the template that should have them.
    pub(super) fn words_left_out(&self, language: Language, ground: &str) -> Problem {
        let each = "{% for paragraph in ground.detail %}> {{ paragraph }}{% endfor %}";
        self.left_out(Problem::error("words-left-out"), language, ground, each)
    }

    /// A letter without lines to write on, likewise.
    pub(super) fn lines_left_out(&self, language: Language, ground: &str) -> Problem {
        self.left_out(Problem::error("lines-left-out"), language, ground, "___")
    }

    /// What a ground should have, with what is to be written in which template.
    fn left_out(&self, problem: Problem, language: Language, ground: &str, own: &str) -> Problem {
        let path = format!("{language}/grounds/{ground}.md");
        let words = format!("{language}/own-words.md");
        let template = self.texts.templates.get(&path);
        let (path, write) = if template.is_some_and(|template| template.text.contains(&words)) {
            (words, own.to_owned())
        } else {
            (path, format!("{{% include \"{words}\" %}}"))
        };
        let problem = problem.with("ground", ground).with("write", write);
        self.place(problem, &path, 0..0)
    }

    /// What Tera refused.
    fn problems(&self, path: &str, error: &tera::Error) -> Vec<Problem> {
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                let problem = refusal(report.message(), built(Problem::error("template-syntax")));
                vec![self.place(problem, report.filename(), report.span().range.clone())]
            }
            ErrorKind::RenderingError(report) => {
                let problem = refusal(report.message(), Problem::error("template-error"));
                vec![self.place(problem, report.filename(), report.span().range.clone())]
            }
            // Unknown filters, tests, functions and includes come as one text of reports, each
            // `error: …` above ` --> name:line:column`.
            ErrorKind::Msg(text) if text.starts_with("error: ") => text
                .split("\n\n")
                .map(|report| {
                    let mut lines = report.lines();
                    let reason = lines.next().unwrap_or_default().trim_start_matches("error: ");
                    let locus = lines.next().and_then(|line| line.trim().strip_prefix("--> "));
                    let (path, range) =
                        locus.and_then(|locus| self.locate(locus)).unwrap_or((path, 0..0));
                    self.place(refusal(reason, Problem::error("template-error")), path, range)
                })
                .collect(),
            ErrorKind::CircularInclude { include_chain: chain, .. }
            | ErrorKind::CircularExtend { inheritance_chain: chain, .. } => {
                let problem = Problem::error("template-cycle").with("chain", chain.join(" → "));
                let from = chain.first().map_or(path, String::as_str);
                let to = chain.get(1).map_or(from, String::as_str);
                vec![self.place(problem, from, self.mention(from, to))]
            }
            ErrorKind::MissingParent { current, parent } => {
                vec![self.place(missing(parent), current, self.mention(current, parent))]
            }
            ErrorKind::TemplateNotFound(name) => vec![self.place(missing(name), path, 0..0)],
            kind => {
                let problem = refusal(&kind.to_string(), Problem::error("template-error"));
                vec![self.place(problem, path, 0..0)]
            }
        }
    }

    /// Where a template names another one.
    fn mention(&self, path: &str, name: &str) -> Range<usize> {
        let text = self.texts.templates.get(path).map_or("", |template| template.text.as_str());
        let quoted = ['"', '\'', '`'].into_iter().find_map(|q| text.find(&format!("{q}{name}{q}")));
        quoted.map_or(0..0, |at| at + 1..at + 1 + name.len())
    }

    /// The place that `path:line:column` names, both counted from 1, the column in characters.
    fn locate<'l>(&self, locus: &'l str) -> Option<(&'l str, Range<usize>)> {
        let (rest, column) = locus.rsplit_once(':')?;
        let (path, line) = rest.rsplit_once(':')?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let text = &self.texts.templates.get(path)?.text;
        let mut lines = text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(line.checked_sub(1)?).map(str::len).sum();
        let line = lines.next()?;
        let (at, c) = line.char_indices().nth(column.checked_sub(1)?)?;
        // What is named there: a word, or a text in quotation marks.
        let rest = &line[at + c.len_utf8()..];
        let end = match c {
            '"' | '\'' => rest.find(c).map_or(0, |end| end + c.len_utf8()),
            _ => rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()),
        };
        Some((path, before + at..before + at + c.len_utf8() + end))
    }

    /// Points at a place in a template; at the template alone where there is none.
    fn place(&self, problem: Problem, path: &str, range: Range<usize>) -> Problem {
        let Some(template) = self.texts.templates.get(path) else {
            return if path.is_empty() { problem } else { problem.in_file(path) };
        };
        if range.is_empty() || template.text.get(range.clone()).is_none() {
            return problem.in_file(&template.name);
        }
        let source = Source::new(&template.name, &template.text);
        problem.at(&Arc::new(source), range)
    }
}

/// What Tera says, in our words where it is what people get wrong; else `otherwise`, which gives its
/// own, for it knows no other language.
fn refusal(reason: &str, otherwise: Problem) -> Problem {
    let (said, available) = reason.split_once(" Available ").unwrap_or((reason, ""));
    let name = said.split('`').nth(1).unwrap_or_default();
    let known = available.split_once(": ").map_or("", |(_, names)| names);
    let says = |beginning: &str| said.starts_with(beginning);
    if says(bounds::TOO_MANY) {
        Problem::error("template-numbers").with("most", bounds::NUMBERS)
    } else if says("Unknown template") {
        missing(name)
    } else if says("Unknown filter") {
        Problem::error("template-unknown-filter").with("name", name)
    } else if says("Unknown function") {
        Problem::error("template-unknown-function").with("name", name)
    } else if says("Unknown test") {
        Problem::error("template-unknown-test").with("name", name)
    } else if says("Variable `") || says("Field `") {
        let problem = Problem::error("template-unknown-variable").with("name", name);
        if known.is_empty() { problem } else { problem.with("known", known.trim_end_matches('.')) }
    } else if says("Unexpected end of input") || says("Unclosed") {
        built(Problem::error("template-unclosed"))
    } else {
        otherwise.with("reason", reason.trim_end_matches('.'))
    }
}

/// With examples of what can stand in a template; braces have a meaning in the words of a problem.
fn built(problem: Problem) -> Problem {
    problem.with("variable", "{{ sender.name }}").with("condition", "{% if erasure %}…{% endif %}")
}

/// Tera as the letters need it.
fn engine() -> Tera {
    let mut tera = Tera::new();
    // Every value of every template passes through it: this is what keeps data from ever becoming
    // markup. The suffix of every name is the empty one.
    tera.autoescape_on([""]);
    tera.set_escape_fn(encode);
    // Text that was rendered before is known to be safe. Nothing else becomes so on demand.
    tera.register_filter("safe", |value: Value, _: Kwargs, _: &State| value);
    tera.register_function("range", bounds::range);
    tera
}
