//! As much of Rust as it takes to see what a source refers to: its tokens without comments,
//! literals and what is compiled for tests only.

/// The tokens of a source.
pub(super) struct Source {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone)]
struct Token {
    /// From 1.
    line: usize,
    /// A name, `::`, or one other character; a literal is empty.
    text: String,
}

/// What a path leads to when it leaves its module.
pub(super) enum Import {
    /// A module of the crate, or what else stands at its root.
    Module(String),
    /// The root of the crate itself.
    Crate,
}

impl Source {
    /// Reads the text of a source.
    pub(super) fn read(text: &str) -> Source {
        Source { tokens: without_tests(&tokens(text)) }
    }

    /// The line of the last code that is not for tests.
    pub(super) fn lines(&self) -> usize {
        self.tokens.last().map_or(0, |token| token.line)
    }

    /// Every name with its line.
    pub(super) fn names(&self) -> impl Iterator<Item = (usize, &str)> {
        self.tokens.iter().filter(|token| is_name(&token.text)).map(|t| (t.line, t.text.as_str()))
    }

    /// The name of every macro called, with its line.
    pub(super) fn macros(&self) -> impl Iterator<Item = (usize, &str)> {
        let called =
            self.tokens.windows(2).filter(|pair| is_name(&pair[0].text) && pair[1].text == "!");
        called.map(|pair| (pair[0].line, pair[0].text.as_str()))
    }

    /// Every path with its line, groups of a `use` taken apart.
    pub(super) fn paths(&self) -> Vec<(usize, Vec<String>)> {
        self.walk().into_iter().map(|(line, path, _)| (line, path)).collect()
    }

    /// Every path that leaves `module`, where this source stands, with its line.
    pub(super) fn imports(&self, module: &[String]) -> Vec<(usize, Import)> {
        self.walk()
            .into_iter()
            .filter_map(|(line, path, inner)| {
                let here = [module, &inner].concat();
                leaves(&path, here).map(|import| (line, import))
            })
            .collect()
    }

    /// Every path with its line and the modules inside this source that it stands in.
    fn walk(&self) -> Vec<(usize, Vec<String>, Vec<String>)> {
        let text = |index: usize| self.tokens.get(index).map_or("", |token| token.text.as_str());
        let (mut found, mut inner) = (Vec::new(), Vec::<(String, usize)>::new());
        let (mut depth, mut at) = (0, 0);
        while at < self.tokens.len() {
            let line = self.tokens[at].line;
            let starts = is_name(text(at))
                && (text(at + 1) == "::" || (text(at) == "crate" && text(at + 1) == "as"))
                && (at == 0 || text(at - 1) != "::" || at == 1 || !ends_path(text(at - 2)));
            if starts {
                let mut paths = Vec::new();
                at = self.tree(at, Vec::new(), &mut paths);
                let inner: Vec<String> = inner.iter().map(|(name, _)| name.clone()).collect();
                found.extend(paths.into_iter().map(|path| (line, path, inner.clone())));
                continue;
            }
            match text(at) {
                "mod" if text(at + 2) == "{" => inner.push((text(at + 1).to_owned(), depth)),
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    inner.retain(|(_, outside)| *outside < depth);
                }
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// The paths of `a::b::{c, d::*}` from `at` on, and where they end.
    fn tree(&self, mut at: usize, mut path: Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
        let text = |index: usize| self.tokens.get(index).map_or("", |token| token.text.as_str());
        loop {
            match text(at) {
                "{" => {
                    at += 1;
                    while !matches!(text(at), "}" | "") {
                        at = self.tree(at, path.clone(), paths);
                        while !matches!(text(at), "," | "}" | "") {
                            at += 1;
                        }
                        at += usize::from(text(at) == ",");
                    }
                    return at + 1;
                }
                "::" => at += 1,
                segment if is_name(segment) || segment == "*" => {
                    path.push(segment.to_owned());
                    at += 1;
                    if text(at) != "::" {
                        paths.push(path);
                        return at;
                    }
                }
                // `Vec::<u8>`: the path ends, what is inside is looked at next.
                _ => {
                    paths.push(path);
                    return at;
                }
            }
        }
    }
}

/// Where a path from the module `here` leads to outside of it.
fn leaves(path: &[String], mut here: Vec<String>) -> Option<Import> {
    let mut rest = path.iter().map(String::as_str).peekable();
    match rest.peek() {
        Some(&"crate") => {
            rest.next();
            here.clear();
        }
        Some(&("self" | "super")) => {
            while let Some(step) = rest.next_if(|step| matches!(*step, "self" | "super")) {
                if step == "super" {
                    here.pop();
                }
            }
        }
        _ => return None,
    }
    if !here.is_empty() {
        return None;
    }
    Some(match rest.next() {
        None | Some("*" | "self") => Import::Crate,
        Some(name) => Import::Module(name.to_owned()),
    })
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn ends_path(text: &str) -> bool {
    is_name(text) || text == ">"
}

/// Leaves out each item that `#[cfg(test)]` stands before.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let is_test = |at: usize| {
        let attribute = tokens[at..].iter().take(6).map(|token| token.text.as_str());
        attribute.eq(["#", "[", "cfg", "(", "test", ")"])
    };
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_test(at) {
            at = end_of_item(tokens, at);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Behind the attributes and the item that begin at `at`: its `;`, or its last brace.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    let mut depth = 0;
    let mut is_use = false;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth == 0 && !is_use {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            "use" if depth == 0 => is_use = true,
            _ => {}
        }
        at += 1;
    }
    at
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let start = at;
        let text = match skipped(&chars[at..]) {
            Some((length, is_literal)) => {
                at += length;
                is_literal.then(String::new)
            }
            None if is_word(chars[at]) => {
                at += chars[at..].iter().take_while(|c| is_word(**c)).count();
                Some(chars[start..at].iter().collect())
            }
            None if chars[at..].starts_with(&[':', ':']) => {
                at += 2;
                Some("::".to_owned())
            }
            None => {
                at += 1;
                (!chars[start].is_whitespace()).then(|| chars[start].to_string())
            }
        };
        tokens.extend(text.map(|text| Token { line, text }));
        line += chars[start..at].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of the comment or literal that begins here, and whether it is a literal.
fn skipped(rest: &[char]) -> Option<(usize, bool)> {
    let ends = |at: usize, pattern: &[char]| rest[at..].starts_with(pattern);
    if ends(0, &['/', '/']) {
        return Some((rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()), false));
    }
    if ends(0, &['/', '*']) {
        let (mut depth, mut at) = (0, 0);
        while at < rest.len() {
            let step = match () {
                () if ends(at, &['/', '*']) => 1,
                () if ends(at, &['*', '/']) => -1,
                () => 0,
            };
            depth += step;
            at += if step == 0 { 1 } else { 2 };
            if depth == 0 {
                break;
            }
        }
        return Some((at, false));
    }
    let prefix = rest.iter().take_while(|c| matches!(c, 'b' | 'c' | 'r')).count();
    let hashes = rest[prefix..].iter().take_while(|c| **c == '#').count();
    let quote = rest.get(prefix + hashes);
    if quote == Some(&'"') && prefix > 0 && rest[prefix - 1] == 'r' {
        let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
        let mut at = prefix + hashes + 1;
        while at < rest.len() && !ends(at, &end) {
            at += 1;
        }
        return Some((at + end.len(), true));
    }
    if hashes > 0 {
        return None;
    }
    match quote {
        Some('"') => Some((quoted(rest, prefix, '"'), true)),
        // `'a` is a lifetime, `'a'` and `'\''` are characters.
        Some('\'')
            if rest.get(prefix + 1) == Some(&'\\') || rest.get(prefix + 2) == Some(&'\'') =>
        {
            Some((quoted(rest, prefix, '\''), true))
        }
        _ => None,
    }
}

/// The length up to the quote that ends what begins with the quote at `open`.
fn quoted(rest: &[char], open: usize, quote: char) -> usize {
    let mut at = open + 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}
