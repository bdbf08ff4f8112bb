//! Markup taken out of a piece of text, byte for byte, so that what is found has its place in the text.
//!
//! Emphasis, code marks, links, tags and commands become blanks; what stands for a sign (`\times`, `&asymp;`) becomes
//! that sign. Whatever cannot be read becomes [`POISON`], beside which nothing is claimed.

/// What makes unreadable whatever it stands in.
pub const POISON: char = '\u{1}';

/// Nothing, within a number: `86{,}400`.
pub const NOTHING: char = '\u{2}';

/// `) / (` of a fraction, behind the first of its parentheses.
pub const OVER: char = '\u{3}';

/// Where markup stood: a blank that parts no columns.
pub const BLANK: char = '\u{4}';

/// How far the end of a tag, a link or a formula is looked for.
const FAR: usize = 300;

/// The most braces within braces.
const DEEPEST: usize = 32;

/// Commands of LaTeX, and what they stand for.
const COMMANDS: [(&str, &str); 22] = [
    ("times", "×"),
    ("cdot", "⋅"),
    ("div", "÷"),
    ("approx", "≈"),
    ("simeq", "≈"),
    ("sim", "~"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("Rightarrow", "→"),
    ("implies", "→"),
    ("text", ""),
    ("textbf", ""),
    ("mathrm", ""),
    ("mathbf", ""),
    ("mbox", ""),
    ("left", ""),
    ("right", ""),
    ("quad", ""),
    ("qquad", ""),
    ("displaystyle", ""),
    ("boxed", ""),
    ("n", ";"),
];

/// Entities of HTML, and what they stand for.
const ENTITIES: [(&str, &str); 14] = [
    ("times", "×"),
    ("#215", "×"),
    ("divide", "÷"),
    ("asymp", "≈"),
    ("approx", "≈"),
    ("#8776", "≈"),
    ("rarr", "→"),
    ("#8594", "→"),
    ("nbsp", ""),
    ("thinsp", ""),
    ("minus", "-"),
    ("plus", "+"),
    ("equals", "="),
    ("sim", "~"),
];

/// Tags behind which something else begins.
const APART: [&str; 10] = ["br", "td", "/td", "th", "/th", "tr", "li", "/li", "p", "/p"];

/// Returns the text without its markup, with every byte in its place.
pub fn masked(text: &str) -> String {
    let is_formula = text.contains('\\');
    let mut mask = Mask { text, is_formula, out: String::with_capacity(text.len()), ..Mask::default() };
    mask.marker();
    while let Some(next) = mask.rest().chars().next() {
        mask.step(next);
    }
    mask.out
}

#[derive(Default)]
struct Mask<'t> {
    text: &'t str,
    out: String,
    /// What the closing brace of each open one becomes, and whether a denominator follows it.
    braces: Vec<(char, bool)>,
    /// What the next opening brace becomes.
    next_brace: Option<(char, char, bool)>,
    /// Whether there are commands, so that braces hold together and are not text.
    is_formula: bool,
    /// Whether a dollar has begun a formula.
    in_formula: bool,
}

impl<'t> Mask<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.out.len()..).unwrap_or("")
    }

    fn previous(&self) -> char {
        self.out.chars().next_back().unwrap_or(' ')
    }

    /// Puts a text in place of so many bytes, filled up with blanks.
    fn put(&mut self, text: &str, bytes: usize) {
        self.out.push_str(text);
        self.out.extend(std::iter::repeat_n(BLANK, bytes.saturating_sub(text.len())));
    }

    /// Takes out the marker of a list item.
    fn marker(&mut self) {
        let start = self.rest();
        let inner = start.trim_start_matches([' ', '\t', '>', '#', '\u{2502}']);
        let mut bytes = start.len() - inner.len();
        if let Some(rest) = inner.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(' ')) {
            bytes += inner.len() - rest.len();
            for box_ in [" [ ]", " [x]"] {
                bytes += if rest.starts_with(box_) { box_.len() } else { 0 };
            }
        }
        self.put("", bytes);
    }

    fn step(&mut self, next: char) {
        match next {
            '\\' => self.command(),
            '{' | '}' if self.is_formula || self.rest().starts_with("{,}") => self.brace(next),
            '{' | '}' => self.out.push(POISON),
            '*' if self.rest().starts_with("**") => self.stars(),
            '_' if self.rest().starts_with("__") => self.put("", 2),
            '`' => self.put("", 1),
            '<' => self.tag(),
            '&' => self.entity(),
            '$' => self.dollar(),
            ']' if self.rest().starts_with("](") => self.link(),
            'h' if self.rest().starts_with("http://") || self.rest().starts_with("https://") => {
                self.address()
            }
            '\n' => {
                self.out.push('\n');
                let rest = self.rest();
                let inner = rest.trim_start_matches([' ', '\t', '>', '#', '\u{2502}']);
                let inner = inner.strip_prefix("//").unwrap_or(inner);
                self.put("", rest.len() - inner.len());
            }
            '\u{a0}' | '\u{202f}' | '\u{2009}' => self.put("", next.len_utf8()),
            '\u{1}'..='\u{8}' => self.put("", 1),
            _ => {
                if !next.is_whitespace() {
                    self.next_brace = None;
                }
                self.out.push(next);
                if next == '^' {
                    self.next_brace = Some(('(', ')', false));
                }
            }
        }
    }

    fn command(&mut self) {
        let rest = self.rest();
        let name = rest.get(1..).unwrap_or("");
        let length = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = name.get(..length).unwrap_or("");
        if matches!(name, "frac" | "dfrac" | "tfrac") {
            self.next_brace = Some(('(', ')', true));
            return self.put("", 1 + length);
        }
        if name == "sqrt" {
            self.next_brace = Some(('(', ')', false));
            return self.put(" sqrt", 1 + length);
        }
        // `327\,680`
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if rest.starts_with("\\,")
            && is_digit(self.out.chars().next_back())
            && is_digit(rest.get(2..).and_then(|rest| rest.chars().next()))
        {
            self.out.extend([',', NOTHING]);
            return;
        }
        if let Some((_, sign)) = COMMANDS.iter().find(|(command, _)| *command == name) {
            return self.put(sign, 1 + length);
        }
        match rest.get(1..).and_then(|rest| rest.chars().next()) {
            Some(sign @ ('$' | '%' | '*' | '_' | '~' | '+' | '-' | '(' | ')' | '=')) => {
                self.out.push(' ');
                self.out.push(sign);
            }
            Some('\\') => self.put(";", 2),
            Some(blank @ (',' | ';' | '!' | ':' | ' ' | '[' | ']' | '|')) => {
                self.put("", 1 + blank.len_utf8())
            }
            _ => self.out.push(POISON),
        }
    }

    fn brace(&mut self, next: char) {
        if self.rest().starts_with("{,}") {
            self.out.extend([NOTHING, ',', NOTHING]);
            return;
        }
        if next == '}' {
            let (close, over) = self.braces.pop().unwrap_or((BLANK, false));
            self.out.push(close);
            if over {
                self.next_brace = Some((OVER, ')', false));
            }
            return;
        }
        let (open, close, over) = self.next_brace.take().unwrap_or((BLANK, BLANK, false));
        if self.braces.len() < DEEPEST {
            self.braces.push((close, over));
            self.out.push(open);
        } else {
            self.out.push(POISON);
        }
    }

    fn stars(&mut self) {
        let after = self.rest().get(2..).and_then(|rest| rest.chars().next());
        let before = self.previous();
        let is_power = (before.is_alphanumeric() || before == ')')
            && after.is_some_and(|c| c.is_alphanumeric() || c == '(');
        self.put(if is_power { "^" } else { "" }, 2);
    }

    /// Returns the text up to a sign that is near, on the same line.
    fn near(&self, from: usize, end: char, stops: &[char]) -> Option<&'t str> {
        let rest = self.rest().get(from..)?;
        let mut chars = rest.char_indices().take(FAR);
        let (at, found) = chars.find(|(_, c)| *c == end || *c == '\n' || stops.contains(c))?;
        if found == end { rest.get(..at) } else { None }
    }

    fn tag(&mut self) {
        if self.rest().starts_with("<!--") {
            let end = self.rest().get(..FAR.min(self.rest().len())).and_then(|near| near.find("-->"));
            return self.put("", end.map_or(4, |end| end + 3));
        }
        let starts = self
            .rest()
            .get(1..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'));
        let Some(inner) = self.near(1, '>', &['<']).filter(|_| starts) else {
            return self.out.push('<');
        };
        let name = inner.split(|c: char| c.is_whitespace()).next().unwrap_or("").trim_end_matches('/');
        let sign = match name.to_ascii_lowercase() {
            name if name == "sup" => "^",
            name if APART.contains(&name.as_str()) || inner.to_ascii_lowercase().starts_with("br") => ";",
            _ => "",
        };
        self.put(sign, inner.len() + 2);
    }

    fn entity(&mut self) {
        let inner = self.rest().get(1..).and_then(|rest| {
            let end = rest.bytes().take(8).position(|byte| byte == b';')?;
            rest.get(..end)
        });
        match inner {
            Some(name) => {
                let known = ENTITIES.iter().find(|(entity, _)| *entity == name);
                let poison = POISON.to_string();
                self.put(known.map_or(poison.as_str(), |(_, sign)| sign), name.len() + 2);
            }
            None => self.out.push('&'),
        }
    }

    /// A dollar is money, or the edge of a formula.
    fn dollar(&mut self) {
        if self.rest().starts_with("$$") {
            return self.put("", 2);
        }
        if self.in_formula {
            self.in_formula = false;
            return self.put("", 1);
        }
        let inner = self.rest().get(1..).unwrap_or("");
        let end = inner.char_indices().take(FAR).find(|(_, c)| matches!(c, '$' | '\n'));
        let inner = end.map_or(inner, |(end, _)| inner.get(..end).unwrap_or(""));
        if inner.contains('\\') {
            self.in_formula = true;
            return self.put("", 1);
        }
        self.out.push('$');
    }

    fn link(&mut self) {
        match self.near(2, ')', &[' ']) {
            Some(inner) => self.put("]", inner.len() + 3),
            None => self.out.push(']'),
        }
    }

    fn address(&mut self) {
        let rest = self.rest();
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '|' | '"'))
            .unwrap_or(rest.len());
        self.put(&POISON.to_string(), end);
    }
}
