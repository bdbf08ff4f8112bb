//! Reading scripts.

use std::sync::Arc;

use super::item::{About, Beside, Item, Role};
use super::literal::AsWritten;
use super::model::Changes;
use super::{Content, Refused, Worksheet};
use crate::lower::{
    Compared, Compiled, Correlated, Entry, Lowering, NewUnit, Owner, Quantity, Value, Written, without_sign,
};
use crate::syntax::{self, Argument, Ast, Binary, Node, NodeId, Sign, Statement, StatementKind};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Sources, Span, Text};
use crate::units::registry::Units;

/// The errors of words that may be prose.
const OF_WORDS: [&str; 4] = ["E0201", "E0202", "E0302", "E0304"];

/// Maximum number of definitions that are warned of for their counts.
const MOST_DEFINITIONS: usize = 20;

/// What was read before a script.
pub(super) struct Before {
    pub sources: Sources,
    pub lowering: Lowering,
    /// The name that each result is given as well.
    pub it: Option<&'static str>,
}

/// Reads a script; `name` identifies it in diagnostics.
///
/// # Errors
///
/// Returns the errors found in the text. A text without statements is not an error here.
pub fn read(name: &str, text: &str) -> Result<Worksheet, Refused> {
    let before = Before { sources: Sources::new(), lowering: Lowering::new(Units::new()), it: None };
    let Read { ast, items, diagnostics, sources, lowering, is_empty, places } =
        statements(before, name, text);
    let (compiled, found) = lowering.finish();
    let found = in_prose(found, &sources, &places);
    worksheet(name, (ast, items, sources, is_empty), compiled, [diagnostics, found].concat())
}

/// Reads a script after others. Returns the lowering, too, for the next.
///
/// # Errors
///
/// Returns the errors found in the text.
pub(super) fn read_on(before: Before, name: &str, text: &str) -> Result<(Worksheet, Lowering), Refused> {
    let Read { ast, items, diagnostics, sources, lowering, is_empty, places } =
        statements(before, name, text);
    let next = lowering.resumed();
    let (compiled, found) = lowering.finish();
    let found = in_prose(found, &sources, &places);
    Ok((worksheet(name, (ast, items, sources, is_empty), compiled, [diagnostics, found].concat())?, next))
}

/// The statements of a script.
struct Read {
    ast: Arc<Ast>,
    items: Vec<Item>,
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
    lowering: Lowering,
    is_empty: bool,
    /// Where the statements are.
    places: Vec<Span>,
}

/// Adds what the prose of a statement says to the errors of its words.
fn in_prose(found: Vec<Diagnostic>, sources: &Sources, places: &[Span]) -> Vec<Diagnostic> {
    let with_prose = |error: Diagnostic| {
        let Some(span) = error.span().filter(|_| OF_WORDS.contains(&error.code)) else { return error };
        let holds =
            |place: &&Span| place.source == span.source && (place.start..=place.end).contains(&span.start);
        let (Some(place), Some(source)) = (places.iter().find(holds), sources.get(span.source)) else {
            return error;
        };
        syntax::with_prose(&Text::whole(span.source, &source.text), *place, error)
    };
    found.into_iter().map(with_prose).collect()
}

fn statements(before: Before, name: &str, text: &str) -> Read {
    let Before { mut sources, mut lowering, it } = before;
    let source = sources.add(name, text);
    let text = Text::whole(source, text);
    let mut ast = Ast::new();
    let (statements, diagnostics) = syntax::script(&mut ast, &text);
    let ast = Arc::new(ast);
    let mut items = Vec::with_capacity(statements.len());
    for statement in &statements {
        let item = lower(&mut lowering, &ast, statement);
        if let (Some(it), Some(item)) = (it, item.as_ref().filter(|item| item.beside.is_none())) {
            lowering.bind((it, item.span), item.shown, Written::default(), &ast);
        }
        items.extend(item);
    }
    warn_of_definitions(&mut lowering, &ast, &statements, &items);
    let is_empty = statements.is_empty();
    let places = statements.iter().map(|statement| statement.span).collect();
    Read { ast, items, diagnostics, sources, lowering, is_empty, places }
}

/// Warns of definitions with counts that do not cancel, neither in them nor in what is computed from them: `storage =
/// users * 2 MB`, where nobody divides by users later.
fn warn_of_definitions(lowering: &mut Lowering, ast: &Ast, statements: &[Statement], items: &[Item]) {
    let mut items = items.iter().peekable();
    let left_over: Vec<Option<Quantity>> = statements
        .iter()
        .map(|statement| {
            let item = items.next_if(|item| item.span == statement.span)?;
            let quantity = item.shown.quantity().filter(|quantity| quantity.notation.asked.is_none())?;
            lowering.left_over(quantity).map(|_| quantity)
        })
        .collect();
    let mut warned: Vec<&str> = Vec::new();
    for (at, (statement, quantity)) in statements.iter().zip(&left_over).enumerate() {
        let (StatementKind::Binding { name: (name, _), value: root }, Some(quantity)) =
            (&statement.kind, quantity)
        else {
            continue;
        };
        if ast.literal(*root).is_some() || warned.len() == MOST_DEFINITIONS {
            continue;
        }
        let name = ast.str(*name);
        let mut later = statements.iter().zip(&left_over).skip(at + 1);
        if !later.all(|(later, left_over)| left_over.is_some() || !reads(later, &[name], ast)) {
            continue;
        }
        let follows = reads(statement, &warned, ast);
        warned.push(name);
        if !follows {
            lowering.begin(Entry { accepts_warnings: statement.accepted.is_some(), ..Entry::default() });
            lowering.warn_of_counts(*quantity, ast, Some(*root), statement.span);
        }
    }
}

/// Whether a statement reads one of some names.
fn reads(statement: &Statement, names: &[&str], ast: &Ast) -> bool {
    let root = match &statement.kind {
        StatementKind::Expression(root) => *root,
        StatementKind::Binding { value, .. } | StatementKind::Unit { value, .. } => *value,
        StatementKind::Function(function) => function.body,
        StatementKind::Noun { .. } => return false,
    };
    ast.below(root)
        .any(|node| matches!(ast.node(node), Node::Name { text, .. } if names.contains(&ast.str(text))))
}

fn worksheet(
    name: &str,
    (ast, items, sources, is_empty): (Arc<Ast>, Vec<Item>, Sources, bool),
    compiled: Compiled,
    diagnostics: Vec<Diagnostic>,
) -> Result<Worksheet, Refused> {
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Refused { sources, diagnostics, ..Refused::default() });
    }
    let content = Content {
        name: name.to_owned(),
        title: None,
        summary: None,
        sources,
        ast,
        used: Arc::default(),
        inputs: 0,
        input_headings: Vec::new(),
        estimate_headings: Vec::new(),
        used_headings: Vec::new(),
        tables: Vec::new(),
        checks: Vec::new(),
        unasked: Vec::new(),
        scenarios: Vec::new(),
        unknown: Vec::new(),
        is_empty,
        remarks: Vec::new(),
        warnings: diagnostics,
    };
    Ok(Worksheet {
        content: Arc::new(content),
        compiled,
        items: Arc::new(items),
        changes: Changes::default(),
    })
}

/// Lowers a statement; returns the item that it adds, if any.
fn lower(lowering: &mut Lowering, ast: &Arc<Ast>, statement: &Statement) -> Option<Item> {
    let accepts_warnings = statement.accepted.is_some();
    lowering.begin(Entry { accepts_warnings, ..Entry::default() });
    match &statement.kind {
        StatementKind::Expression(root) => {
            if let Node::Binary(Binary::About, left, right) = ast.node(*root) {
                return Some(against(lowering, ast, statement, [*root, left, right]));
            }
            if correlated(lowering, ast, *root) {
                return None;
            }
            let value = lowering.expression(ast, *root);
            if let Some(quantity) = value.quantity()
                && !is_product_of_units(ast, *root)
            {
                lowering.warn_of_result(quantity, ast, Some(*root), statement.span);
                lowering.warn_of_share_per_time(*root, value, ast);
            }
            return Some(item(lowering, ast, statement, (None, *root, value)));
        }
        StatementKind::Binding { name: (name, span), value: root } => {
            let name = ast.str(*name);
            let (subject, owner) = (Some(name.to_owned()), Owner::Input(name.to_owned()));
            lowering.begin(Entry { subject, owner, accepts_warnings, ..Entry::default() });
            let value = lowering.expression(ast, *root);
            lowering.warn_of_share_per_time(*root, value, ast);
            if !lowering.warn_of_unitless(ast, *root) {
                lowering.warn_of_unit_in_name((name, *span), value, ast, (Some(*root), None));
            }
            if let Some(sign) = without_sign(ast, *root)
                && let Some(number) = lowering.number_of(value.slot)
            {
                lowering.warn_below_zero(name, (value, number), ast.span(*root), Some(sign));
            }
            let written = Written { literal: literal_place(ast, *root), number: None };
            lowering.bind((name, *span), value, written, ast);
            return Some(item(lowering, ast, statement, (Some(name), *root, value)));
        }
        StatementKind::Function(function) => lowering.define(ast, function),
        StatementKind::Noun { name: (name, span), plural } => {
            let name = ast.str(*name);
            let plural = plural.map(|(plural, _)| ast.str(plural));
            lowering.declare_noun(name, *span, plural);
        }
        StatementKind::Unit { name: (name, span), value } => {
            let size = lowering.expression(ast, *value);
            lowering.declare_unit(NewUnit {
                name: ast.str(*name),
                span: *span,
                size,
                place: ast.span(*value),
                redefine: false,
            });
        }
    }
    None
}

/// Lowers `correlate(x, y, 0.8)`. Returns whether the statement is one.
fn correlated(lowering: &mut Lowering, ast: &Ast, root: NodeId) -> bool {
    let Node::Call { name, start, count } = ast.node(root) else { return false };
    if ast.str(name) != "correlate" {
        return false;
    }
    let span = ast.span(root);
    let arguments = ast.arguments(start, count);
    let is_plain = |argument: &&Argument| argument.name.is_none() && argument.sign == Sign::Comma;
    let (&[one, other, rank], true) = (arguments, arguments.iter().all(|argument| is_plain(&argument)))
    else {
        lowering.refuse_correlation(span);
        return true;
    };
    let (Node::Name { text: a, .. }, Node::Name { text: b, .. }) =
        (ast.node(one.value), ast.node(other.value))
    else {
        lowering.refuse_correlation(span);
        return true;
    };
    let [x, y, rank_value] = [one, other, rank].map(|argument| lowering.expression(ast, argument.value));
    let plain = rank_value.quantity().filter(|quantity| quantity.dimension.is_none());
    let number = plain.and_then(|own| Some(lowering.number_of(rank_value.slot)? * own.scale.to_f64()));
    let Some(number) = number else {
        if ![x, y, rank_value].iter().any(|value| value.is_unknown()) {
            lowering.refuse_correlation(span);
        }
        return true;
    };
    let one = Correlated { name: ast.str(a), value: x, span: ast.span(one.value) };
    let other = Correlated { name: ast.str(b), value: y, span: ast.span(other.value) };
    lowering.correlate([one, other], (number, ast.span(rank.value)));
    true
}

/// Lowers a statement that holds one value against another.
fn against(
    lowering: &mut Lowering,
    ast: &Ast,
    statement: &Statement,
    [root, left, right]: [NodeId; 3],
) -> Item {
    let Compared { value, sides, held } = lowering.comparison(ast, root);
    let mut item = item(lowering, ast, statement, (None, root, value));
    if let (Some((a, b)), Some(held)) = (sides, held) {
        let sides = [(a, left), (b, right)];
        let sides = sides.map(|(value, node)| (value, lowering.reported(value, ast.span(node))));
        let has_bounds = ast.has_bounds(right);
        let text = |node: NodeId| Some(ast.written(node).split_whitespace().collect::<Vec<_>>().join(" "));
        let written = [
            ast.literal(left).and_then(|_| text(left)),
            if has_bounds || ast.literal(right).is_some() { text(right) } else { None },
        ];
        let about = About { sides, roots: [left, right], held, written, has_bounds };
        item.beside = Some(Box::new(Beside { about: Some(Box::new(about)), ..Beside::default() }));
    }
    item
}

fn item(
    lowering: &mut Lowering,
    ast: &Ast,
    statement: &Statement,
    (name, root, value): (Option<&str>, NodeId, Value),
) -> Item {
    let is_given = matches!(ast.node(root), Node::Literal(_) | Node::Range { .. });
    let role = match name {
        None => Role::Result,
        Some(_) if is_given => Role::Input,
        Some(_) => Role::Estimate,
    };
    Item {
        name: name.map(str::to_owned),
        role,
        formula: ast.str(statement.text).to_owned(),
        root: Some(root),
        span: statement.span,
        shown: value,
        slot: lowering.reported(value, statement.span),
        literal: if role == Role::Input { AsWritten::of(ast, root).map(Box::new) } else { None },
        beside: None,
        is_set: false,
        given: None,
    }
}

/// Whether a value is a literal whose unit is a product that price lists name: `5 GB-months`.
fn is_product_of_units(ast: &Ast, root: NodeId) -> bool {
    ast.literal(root).is_some_and(|literal| {
        let unit = Span { start: literal.number.end, ..literal.span };
        ast.written_at(root, unit).contains('-')
    })
}

/// Returns the place of a value that is a single literal.
pub(super) fn literal_place(ast: &Ast, root: NodeId) -> Option<Span> {
    matches!(ast.node(root), Node::Literal(_)).then(|| ast.span(root))
}
