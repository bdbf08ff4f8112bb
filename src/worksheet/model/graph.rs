//! The order in which every estimate follows the estimates that it names.
//!
//! Uses Kahn's algorithm, so that long chains in a model need no recursion.

use std::collections::{HashMap, VecDeque};

use crate::syntax::{Ast, Join, Node, NodeId, Word};
use crate::units::registry::Units;

/// Returns the names in a formula, dotted ones whole. A word after a literal is a name if it is not a unit,
/// but never the formula's own name, `own`, since `parcels = "orders * 2 parcels/order"` counts parcels.
pub(crate) fn names<'a>(
    ast: &'a Ast,
    root: Option<NodeId>,
    own: Option<&str>,
    units: &Units,
) -> Vec<&'a str> {
    let mut names = Vec::new();
    let Some(root) = root else { return names };
    for id in ast.below(root) {
        match ast.node(id) {
            Node::Name { text, .. } => {
                names.push(ast.str(text));
            }
            Node::Literal(_) => {
                let words = ast.literal(id).map(|literal| ast.words(&literal.suffix)).unwrap_or_default();
                let is_name = |word: &Word| {
                    let text = ast.str(word.text);
                    let yields = word.join != Join::Lead && units.yields(text);
                    own != Some(text) && (yields || units.lookup(text).is_none())
                };
                names.extend(words.iter().filter(|word| is_name(word)).map(|word| ast.str(word.text)));
            }
            _ => {}
        }
    }
    names
}

/// What a node needs before it can be lowered.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// The nodes that it names.
    pub nodes: Vec<usize>,
    /// Whether it may name more: what follows a row that is not lowered yet is not known.
    pub is_open: bool,
}

/// Calls `lower` with each node after those that it needs, and returns the cycles that leave nodes out. `needs` is asked
/// for a node's needs first, and again when all that is known is lowered and more may be named.
pub(super) fn each<T>(
    state: &mut T,
    count: usize,
    needs: impl Fn(&T, usize) -> Needs,
    mut lower: impl FnMut(&mut T, usize),
) -> Vec<Vec<usize>> {
    let mut known: Vec<Needs> = (0..count).map(|node| needs(state, node)).collect();
    let mut is_done = vec![false; count];
    let mut waiting: Vec<usize> = known.iter().map(|needs| needs.nodes.len()).collect();
    let mut wanted_by: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (node, needs) in known.iter().enumerate() {
        for need in &needs.nodes {
            if let Some(wanting) = wanted_by.get_mut(*need) {
                wanting.push(node);
            }
        }
    }
    let mut ready: VecDeque<usize> = (0..count).filter(|node| waiting.get(*node) == Some(&0)).collect();
    while let Some(node) = ready.pop_front() {
        if known.get(node).is_some_and(|needs| needs.is_open) {
            let mut again = needs(state, node);
            let open: Vec<usize> =
                again.nodes.iter().copied().filter(|need| is_done.get(*need) == Some(&false)).collect();
            if !open.is_empty() {
                for need in &open {
                    if let Some(wanting) = wanted_by.get_mut(*need) {
                        wanting.push(node);
                    }
                }
                if let Some(waiting) = waiting.get_mut(node) {
                    *waiting = open.len();
                }
                again.nodes = open;
                if let Some(known) = known.get_mut(node) {
                    *known = again;
                }
                continue;
            }
        }
        lower(state, node);
        if let Some(done) = is_done.get_mut(node) {
            *done = true;
        }
        for wanting in wanted_by.get(node).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*wanting) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push_back(*wanting);
                }
            }
        }
    }
    let needs: Vec<Vec<usize>> = known.into_iter().map(|needs| needs.nodes).collect();
    cycles(&needs, &waiting)
}

/// Returns the cycles among the nodes that are not in order; each node is in one at most.
fn cycles(needs: &[Vec<usize>], waiting: &[usize]) -> Vec<Vec<usize>> {
    let stuck = |node: usize| waiting.get(node).is_some_and(|count| *count > 0);
    let mut found = Vec::new();
    // The walk that first visited each node: a node visited twice on the same walk closes a cycle.
    let mut met: HashMap<usize, usize> = HashMap::new();
    for start in (0..needs.len()).filter(|node| stuck(*node)) {
        let mut path = Vec::new();
        let mut node = start;
        loop {
            match met.get(&node) {
                Some(walk) if *walk == start => {
                    let from = path.iter().position(|other| *other == node).unwrap_or(0);
                    found.push(path.split_off(from));
                    break;
                }
                Some(_) => break,
                None => {}
            }
            met.insert(node, start);
            path.push(node);
            let next = needs.get(node).and_then(|needs| needs.iter().copied().find(|need| stuck(*need)));
            let Some(next) = next else { break };
            node = next;
        }
    }
    found
}
