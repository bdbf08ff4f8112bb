//! A tree that is printed with as few parentheses as possible is read as the same tree.

use crate::syntax::{self, Ast, Binary, Node, NodeId, Unary};
use crate::text::source::Text;
use proptest::prelude::*;

use super::config::config;

#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Number(u32),
    Bool(bool),
    Name(String),
    Unary(Unary, Box<Tree>),
    Binary(Binary, Box<Tree>, Box<Tree>),
    If(Box<Tree>, Box<Tree>, Box<Tree>),
    Call(String, Vec<Tree>),
    Convert(Box<Tree>, String, bool),
}

const OPERATORS: [Binary; 13] = [
    Binary::Or,
    Binary::And,
    Binary::Less,
    Binary::LessOrEqual,
    Binary::Greater,
    Binary::GreaterOrEqual,
    Binary::Equal,
    Binary::NotEqual,
    Binary::Add,
    Binary::Subtract,
    Binary::Multiply,
    Binary::Divide,
    Binary::Power,
];

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        2 => (0_u32..100).prop_map(Tree::Number),
        3 => "[p-z][a-z_]{0,3}[0-9]".prop_map(Tree::Name),
        1 => any::<bool>().prop_map(Tree::Bool),
    ];
    leaf.prop_recursive(6, 40, 3, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        prop_oneof![
            8 => (prop::sample::select(OPERATORS.to_vec()), boxed.clone(), boxed.clone()).prop_map(|(operator, a, b)| Tree::Binary(operator, a, b)),
            2 => (prop::bool::ANY, boxed.clone()).prop_map(|(not, a)| Tree::Unary(if not { Unary::Not } else { Unary::Negate }, a)),
            1 => (boxed.clone(), boxed.clone(), boxed.clone()).prop_map(|(c, a, b)| Tree::If(c, a, b)),
            1 => (prop::collection::vec(inner, 0..3), prop::sample::select(vec!["max", "f", "ceil"])).prop_map(|(arguments, name)| Tree::Call(name.to_owned(), arguments)),
            1 => (boxed, prop::sample::select(vec!["GB", "req/s", "$/month", "%"]), any::<bool>()).prop_map(|(a, unit, relabel)| Tree::Convert(a, unit.to_owned(), relabel)),
        ]
    })
}

/// The precedence of each kind of node, from the table in docs/language.md.
mod level {
    pub const CONVERT: u8 = 1;
    pub const IF: u8 = 2;
    pub const OR: u8 = 3;
    pub const AND: u8 = 4;
    pub const NOT: u8 = 5;
    pub const COMPARE: u8 = 6;
    pub const ADD: u8 = 7;
    pub const MULTIPLY: u8 = 8;
    pub const NEGATE: u8 = 9;
    pub const POWER: u8 = 10;
    pub const ATOM: u8 = 11;
}

fn level(tree: &Tree) -> u8 {
    match tree {
        Tree::Number(_) | Tree::Bool(_) | Tree::Name(_) | Tree::Call(..) => level::ATOM,
        Tree::Unary(Unary::Negate, _) => level::NEGATE,
        Tree::Unary(Unary::Not, _) => level::NOT,
        Tree::If(..) => level::IF,
        Tree::Convert(..) => level::CONVERT,
        Tree::Binary(operator, ..) => match operator {
            Binary::Or => level::OR,
            Binary::And => level::AND,
            Binary::Add | Binary::Subtract => level::ADD,
            Binary::Multiply | Binary::Divide => level::MULTIPLY,
            Binary::Power => level::POWER,
            _ => level::COMPARE,
        },
    }
}

/// Prints a tree, in parentheses if its precedence is lower than that of its context.
fn print(tree: &Tree, at_least: u8) -> String {
    let text = match tree {
        Tree::Number(number) => number.to_string(),
        Tree::Bool(truth) => truth.to_string(),
        Tree::Name(name) => name.clone(),
        Tree::Unary(Unary::Negate, a) => format!("-{}", print(a, level::NEGATE)),
        Tree::Unary(Unary::Not, a) => format!("not {}", print(a, level::NOT)),
        Tree::If(c, a, b) => {
            format!("if {} then {} else {}", print(c, level::IF), print(a, level::IF), print(b, level::IF))
        }
        Tree::Call(name, arguments) => {
            let arguments: Vec<String> =
                arguments.iter().map(|argument| print(argument, level::CONVERT)).collect();
            format!("{name}({})", arguments.join(", "))
        }
        // A number, `to` and a unit that starts with a number would be a range; these units do not.
        Tree::Convert(a, unit, relabel) => {
            format!("{} {} {unit}", print(a, level::CONVERT), if *relabel { "as" } else { "to" })
        }
        Tree::Binary(Binary::Power, a, b) => {
            // `2^3` with two numbers is a single number.
            let base = match **a {
                Tree::Number(_) => format!("({})", print(a, level::ATOM)),
                _ => print(a, level::ATOM),
            };
            // The exponent may have a minus, and `^` is right-associative.
            format!("{base}^{}", print(b, level::NEGATE))
        }
        Tree::Binary(operator, a, b) => {
            let own = level(tree);
            let (left, right) = if operator.compares() { (own + 1, own + 1) } else { (own, own + 1) };
            // `a and not b` needs no parentheses, `a < not b` does.
            format!("{} {} {}", print(a, left), operator.symbol(), print(b, right))
        }
    };
    if level(tree) < at_least { format!("({text})") } else { text }
}

/// The tree that was read, without groups.
fn read(ast: &Ast, id: NodeId) -> Tree {
    let boxed = |id| Box::new(read(ast, id));
    match ast.node(id) {
        Node::Literal(_) => Tree::Number(ast.literal(id).map(|literal| literal.value as u32).unwrap()),
        Node::Bool(truth) => Tree::Bool(truth),
        Node::Name { text, .. } => Tree::Name(ast.str(text).to_owned()),
        Node::Group(inner) => read(ast, inner),
        Node::Unary(unary, a) => Tree::Unary(unary, boxed(a)),
        Node::Binary(operator, a, b) => Tree::Binary(operator, boxed(a), boxed(b)),
        Node::If(c, a, b) => Tree::If(boxed(c), boxed(a), boxed(b)),
        Node::Where(value, _) => read(ast, value),
        Node::Call { name, start, count } => Tree::Call(
            ast.str(name).to_owned(),
            ast.arguments(start, count).iter().map(|argument| read(ast, argument.value)).collect(),
        ),
        Node::Convert { value, target, relabel } => {
            Tree::Convert(boxed(value), ast.str(ast.targets[target as usize].text).to_owned(), relabel)
        }
        Node::Range { .. } => panic!("no range was printed"),
    }
}

fn reads_as(text: &str, tree: &Tree) -> Result<(), TestCaseError> {
    let source = Text::whole(0, text);
    let mut ast = Ast::new();
    match syntax::expression(&mut ast, &source) {
        Ok(root) => prop_assert_eq!(&read(&ast, root), tree, "{}", text),
        Err(error) => prop_assert!(false, "`{}` is refused: {}", text, error.message),
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn with_as_few_parentheses_as_it_needs(tree in tree()) {
        reads_as(&print(&tree, level::CONVERT), &tree)?;
    }

    #[test]
    fn with_line_breaks_between_its_words(tree in tree()) {
        let text = print(&tree, level::CONVERT).replace(' ', "\n  ");
        reads_as(&text, &tree)?;
    }

    #[test]
    fn operands_lie_before_their_operators(tree in tree()) {
        let text = print(&tree, level::CONVERT);
        let source = Text::whole(0, text.clone());
        let mut ast = Ast::new();
        let root = syntax::expression(&mut ast, &source).unwrap();
        for id in ast.below(root) {
            let span = ast.span(id);
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some_and(|slice| !slice.is_empty()));
            for below in ast.below(id) {
                prop_assert!(below <= id);
                let inner = ast.span(below);
                prop_assert!(span.start <= inner.start && inner.end <= span.end, "{:?} is not in {:?} of `{}`", inner, span, text);
            }
        }
    }
}

#[test]
fn the_table_of_operators_is_as_documented() {
    for (text, expected) in [
        ("-p1^q1", "-(p1^q1)"),
        ("p1^-q1^r1", "p1^(-(q1^r1))"),
        ("p1 - q1 - r1", "(p1 - q1) - r1"),
        ("p1 / q1 * r1", "(p1 / q1) * r1"),
        ("p1 + q1 * r1", "p1 + (q1 * r1)"),
        ("not p1 < q1 and r1", "(not (p1 < q1)) and r1"),
        ("p1 or q1 and r1", "p1 or (q1 and r1)"),
        ("if p1 then q1 else r1 + s1", "if p1 then q1 else (r1 + s1)"),
        ("p1 + q1 to GB", "(p1 + q1) to GB"),
        ("if p1 then q1 else r1 to GB", "(if p1 then q1 else r1) to GB"),
        ("p1 of q1 per r1", "(p1 * q1) / r1"),
        ("p1 × q1 ÷ r1", "(p1 * q1) / r1"),
        ("p1 · q1", "p1 * q1"),
        ("p1²", "p1^2"),
        ("p1³^q1", "(p1^3)^q1"),
    ] {
        let (one, other) = (Text::whole(0, text), Text::whole(0, expected));
        let (mut first, mut second) = (Ast::new(), Ast::new());
        let one = syntax::expression(&mut first, &one).map(|root| read(&first, root));
        let other = syntax::expression(&mut second, &other).map(|root| read(&second, root));
        assert_eq!(one, other, "{text}");
    }
}
