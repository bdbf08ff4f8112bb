//! The places of the characters of a TOML string.
//!
//! Takes a string as it is written in the file and its decoded text, and returns the place of each decoded character.
//! The `toml` crate does not report them, so the string is decoded a second time here. If the results differ, there
//! are no places.

/// Returns pairs of an offset in `decoded` and in the file, as [`Text::decoded`] takes them, for the string `raw` at
/// the offset `at` of the file. `raw` includes the quotes.
///
/// Returns `None` if `raw` does not decode to `decoded`.
///
/// [`Text::decoded`]: crate::text::source::Text::decoded
pub fn breaks(raw: &str, at: usize, decoded: &str) -> Option<Vec<(u32, u32)>> {
    let (delimiter, is_basic) = match raw {
        _ if raw.starts_with(r#"""""#) && raw.len() >= 6 => (r#"""""#, true),
        _ if raw.starts_with("'''") && raw.len() >= 6 => ("'''", false),
        _ if raw.starts_with('"') => ("\"", true),
        _ if raw.starts_with('\'') => ("'", false),
        // `x = 5 KB`, for which an error was reported, is read as if it were quoted.
        _ => ("", false),
    };
    let is_multiline = delimiter.len() == 3;
    let mut body = raw.strip_prefix(delimiter)?.strip_suffix(delimiter)?;
    let mut start = at + delimiter.len();
    if is_multiline && let Some(rest) = body.strip_prefix('\n').or_else(|| body.strip_prefix("\r\n")) {
        start += body.len() - rest.len();
        body = rest;
    }
    if is_basic {
        escaped(body, start, decoded, is_multiline)
    } else {
        (body == decoded).then(|| vec![(0, offset(start))])
    }
}

fn escaped(body: &str, start: usize, decoded: &str, is_multiline: bool) -> Option<Vec<(u32, u32)>> {
    let mut breaks = vec![(0, offset(start))];
    let (mut raw_rest, mut decoded_rest) = (body, decoded);
    while let Some(backslash) = raw_rest.find('\\') {
        let (plain, escape) = raw_rest.split_at_checked(backslash)?;
        decoded_rest = decoded_rest.strip_prefix(plain)?;
        match continuation(escape).filter(|_| is_multiline) {
            Some(rest) => raw_rest = rest,
            None => {
                let (char, rest) = character(escape)?;
                decoded_rest = decoded_rest.strip_prefix(char)?;
                raw_rest = rest;
            }
        }
        let place = start + body.len() - raw_rest.len();
        breaks.push((offset(decoded.len() - decoded_rest.len()), offset(place)));
    }
    (raw_rest == decoded_rest).then_some(breaks)
}

/// Returns the rest after a backslash at the end of a line and all white space that follows it.
fn continuation(escape: &str) -> Option<&str> {
    let blank = [' ', '\t'];
    let line_end = escape.strip_prefix('\\')?.trim_start_matches(blank);
    if !line_end.starts_with('\n') && !line_end.starts_with("\r\n") {
        return None;
    }
    Some(line_end.trim_start_matches([' ', '\t', '\n', '\r']))
}

/// Returns the character of an escape, and the rest after the escape.
fn character(escape: &str) -> Option<(char, &str)> {
    let after = escape.strip_prefix('\\')?;
    let letter = after.chars().next()?;
    let rest = after.get(letter.len_utf8()..)?;
    let digits = match letter {
        'b' => return Some(('\u{8}', rest)),
        't' => return Some(('\t', rest)),
        'n' => return Some(('\n', rest)),
        'f' => return Some(('\u{c}', rest)),
        'r' => return Some(('\r', rest)),
        'e' => return Some(('\u{1b}', rest)),
        '"' | '\\' => return Some((letter, rest)),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return None,
    };
    let code = u32::from_str_radix(rest.get(..digits)?, 16).ok()?;
    Some((char::from_u32(code)?, rest.get(digits..)?))
}

/// Converts an offset in a file to that of a span. Offsets above 4 GiB become the largest one.
pub fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Value, read};
    use crate::text::source::{Sources, Text};

    /// A part of a string: a character in one of its spellings, or a line continuation without a character.
    #[derive(Clone, Debug)]
    enum Piece {
        Plain(char),
        Short(char),
        Hex(char, usize),
        Continued(&'static str),
    }

    fn piece() -> impl Strategy<Value = Piece> {
        let plain = prop::char::any()
            .prop_filter("has to be escaped", |&char| !char.is_control() && !matches!(char, '"' | '\\'));
        prop_oneof![
            4 => plain.prop_map(Piece::Plain),
            2 => Just(Piece::Plain(' ')),
            2 => prop::sample::select("btnfre\"\\".chars().collect::<Vec<_>>()).prop_map(Piece::Short),
            2 => prop::char::any().prop_map(|char| Piece::Hex(char, 8)),
            1 => prop::char::range('\0', '\u{ff}').prop_map(|char| Piece::Hex(char, 2)),
            1 => prop::char::range('\0', '\u{d7ff}').prop_map(|char| Piece::Hex(char, 4)),
            1 => prop::sample::select(vec!["\\\n", "\\  \n\t ", "\\\r\n\r\n  "]).prop_map(Piece::Continued),
        ]
    }

    fn short(letter: char) -> char {
        match letter {
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'f' => '\u{c}',
            'r' => '\r',
            'e' => '\u{1b}',
            other => other,
        }
    }

    /// Returns the TOML of the pieces and, for each character, its decoded value and its offset.
    fn written(before: &str, pieces: &[Piece], is_multiline: bool) -> (String, Vec<(char, usize)>) {
        let (mut toml, mut chars) = (before.to_owned(), Vec::new());
        let mut is_continued = false;
        for piece in pieces {
            let at = toml.len();
            match *piece {
                // Spaces after a continuation are part of it.
                Piece::Plain(' ') if is_continued => continue,
                Piece::Plain(char) => {
                    toml.push(char);
                    chars.push((char, at));
                }
                Piece::Short(letter) => {
                    toml.extend(['\\', letter]);
                    chars.push((short(letter), at));
                }
                Piece::Hex(char, digits) => {
                    let letter = match digits {
                        2 => 'x',
                        4 => 'u',
                        _ => 'U',
                    };
                    toml.push_str(&format!("\\{letter}{:0digits$x}", u32::from(char)));
                    chars.push((char, at));
                }
                Piece::Continued(raw) if is_multiline => toml.push_str(raw),
                Piece::Continued(_) => continue,
            }
            is_continued = matches!(piece, Piece::Continued(_));
        }
        (toml, chars)
    }

    #[track_caller]
    fn formula(toml: &str) -> Text {
        let (file, errors) = read(0, toml);
        assert_eq!(errors, [], "{toml:?}");
        match file.all_inputs().next().map(|entry| entry.value.clone()) {
            Some(Value::Formula(text)) => text,
            other => panic!("{other:?} in {toml:?}"),
        }
    }

    #[track_caller]
    fn check(toml: &str, chars: &[(char, usize)]) {
        let text = formula(toml);
        assert_eq!(text.text, chars.iter().map(|(char, _)| char).collect::<String>(), "{toml:?}");
        for ((start, decoded), &(char, place)) in text.text.char_indices().zip(chars) {
            let span = text.span(start, start + char.len_utf8());
            assert_eq!((decoded, span.start as usize), (char, place), "{toml:?}");
        }
        let end = text.all().end as usize;
        assert!(toml.get(end..).is_some_and(|rest| rest.starts_with('"')), "{toml:?}");
    }

    proptest! {
        #[test]
        fn basic_strings(pieces in prop::collection::vec(piece(), 0..30)) {
            let (toml, chars) = written("[inputs]\nx = \"", &pieces, false);
            check(&(toml + "\" # é\n"), &chars);
        }

        #[test]
        fn multiline_basic_strings(pieces in prop::collection::vec(piece(), 0..30), first in "(\n|\r\n)?") {
            let (toml, chars) = written(&format!("[inputs]\nx = \"\"\"{first}"), &pieces, true);
            check(&(toml + "\"\"\" # é\n"), &chars);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}") {
            let (_, errors) = read(0, &text);
            prop_assert!(errors.iter().all(|error| error.span().is_some()));
        }

        #[test]
        fn pieces_of_models_are_read_or_refused(
            words in prop::collection::vec(prop::sample::select(vec![
                "[inputs]", "[inputs.", "]", "[tables.t]", "[[", "{", "}", "=", "\"", "\"\"\"", "'", "\n", "\r", "\\",
                "value", "formla", "x", "x", ".", ",", " ", "1", "é", "\0", "#", "2024-01-01", "inf", "//", ":", "“",
            ]), 0..30),
        ) {
            let text = words.concat();
            let (_, errors) = read(0, &text);
            for label in errors.iter().flat_map(|error| &error.labels) {
                let place = label.span.start as usize..label.span.end as usize;
                prop_assert!(text.get(place).is_some(), "{text:?} {label:?}");
            }
        }
    }

    #[test]
    fn places_in_the_file() {
        let cases = [
            (r"x = '5 µs \n'", r"\n", (2, 11)),
            ("x = '''\n  5 µs\n  5 m'''", "5 m", (4, 3)),
            ("x = '''\r\n5 µs\r\n5 m'''", "5 m", (4, 1)),
            ("x = \"\"\"\n5 \\u00b5s +\\\n   5 m\"\"\"", "5 m", (4, 4)),
            ("x = \"\"\"a \"quote\"\"\"\"", "quote", (2, 11)),
            ("x = { note = \"µ\", value = \"5 m\" }", "5 m", (2, 28)),
        ];
        for (line, found, expected) in cases {
            let toml = format!("[inputs]\n{line}\n");
            let text = formula(&toml);
            let start = text.text.find(found).unwrap();
            let mut sources = Sources::new();
            sources.add("model.toml", toml.as_str());
            assert_eq!(sources.line_column(text.span(start, start + found.len())), expected, "{line:?}");
        }
    }
}
