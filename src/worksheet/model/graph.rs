//! The order in which every estimate follows the estimates that it names.
//!
//! Uses Kahn's algorithm, so that long chains in a model need no recursion.

use std::collections::HashMap;

use crate::syntax::{Ast, Join, Node, NodeId, Word};
use crate::units::registry::Units;

/// Returns the names in a formula; a column counts as its table. A word after a literal is a name if it is not a unit,
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
                let text = ast.str(text);
                names.push(text.split_once('.').map_or(text, |(table, _)| table));
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

/// Returns the nodes in order, and the cycles that exclude nodes from it. `needs[i]` lists the nodes that `i` names.
pub(super) fn order(needs: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut wanted_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (node, needed) in needs.iter().enumerate() {
        for need in needed {
            if let Some(wanting) = wanted_by.get_mut(*need) {
                wanting.push(node);
            }
        }
    }
    let mut order: Vec<usize> = (0..needs.len()).filter(|node| waiting.get(*node) == Some(&0)).collect();
    let mut at = 0;
    while let Some(done) = order.get(at).copied() {
        at += 1;
        for wanting in wanted_by.get(done).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*wanting) {
                *count -= 1;
                if *count == 0 {
                    order.push(*wanting);
                }
            }
        }
    }
    (order, cycles(needs, &waiting))
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
