//! Dotted names, read from left to right: a table, a row or a column of it, a column of that row.
//!
//! `instance.m5_large` is a row and `instance.m5_large.price` its cell; `best.price` is the cell of the row that `best`
//! is, and `tier.hot.on.price` the cell of the row that a cell is. Inside an aggregate over `instance`,
//! `instance.price` is the cell of the current row.

use super::context::{Context, Place};
use super::diagnostics::{names, tables as diagnostics};
use super::reporter::{Lowered, Refused};
use super::table::{Member, Table};
use super::used::{FileId, Used};
use super::value::{Number, TableId};
use super::{Lowering, Quantity, Type, Value};
use std::borrow::Cow;
use std::sync::Arc;

use crate::engine::{Binary, Op, Slot};
use crate::syntax::NodeId;
use crate::units::words::joined;

/// What the words of a dotted name have led to.
#[derive(Clone, Copy)]
enum Found {
    Table(TableId),
    Value(Value),
}

/// A definition that a dotted name reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read<'t> {
    /// An input, an estimate or a table with this name in all of the model.
    Name(Cow<'t, str>),
    /// A column, by its place.
    Column(TableId, usize),
}

impl Lowering {
    /// Makes room for the names of all files of a model.
    pub fn use_files(&mut self, used: Arc<Used>) {
        self.scope.use_files(used);
    }

    /// The table that a name of a file begins with, where no parameter hides it.
    pub fn table_named(&self, file: FileId, text: &str) -> Option<TableId> {
        let (file, rest) = self.scope.used().walk(file, text);
        self.scope.table_in(file, rest.split('.').next().unwrap_or(rest))
    }

    /// The value of a dotted name. `None` if its first word names neither a value nor a table.
    pub(super) fn path(&mut self, text: &str, place: Place, cx: Context<'_>) -> Option<Lowered> {
        let (file, own) = self.scope.walk(text, cx);
        if file == FileId::UNREAD {
            return Some(Err(Refused::EARLIER));
        }
        let is_used = own.len() < text.len();
        let mut words = own.split('.');
        let first = words.next().unwrap_or_default();
        let bound = match is_used {
            true if cx.parameters.is_some() => None,
            true => self.scope.name_in(file, first),
            false => self.scope.bound(first, cx),
        };
        let table = self.scope.table_in(file, first).filter(|_| cx.formula.is_none());
        let mut found = match (bound, table) {
            (Some(bound), _) => Found::Value(bound.value),
            (None, Some(table)) => Found::Table(table),
            (None, None) if is_used => {
                let error = names::not_in_file(text, (file, first), place.span, &self.scope, cx.parameters);
                return Some(Err(self.reporter.refuse(error)));
            }
            (None, None) => return None,
        };
        let mut read = text.len() - own.len() + first.len();
        for word in words {
            let before = text.get(..read).unwrap_or(text);
            read += 1 + word.len();
            let path = (text, before, word);
            found = match self.member(found, path, place, cx) {
                Ok(value) => Found::Value(value),
                Err(refused) => return Some(Err(refused)),
            };
        }
        match found {
            Found::Value(value) => Some(Ok(value)),
            Found::Table(_) => None,
        }
    }

    /// A row or the current cell of a column of a table, or the cell of a row.
    fn member(
        &mut self,
        of: Found,
        (text, before, word): (&str, &str, &str),
        place: Place,
        cx: Context<'_>,
    ) -> Lowered {
        let id = match of {
            Found::Table(table) => table,
            Found::Value(Value { kind: Type::Row(table), .. }) => table,
            Found::Value(value) if value.is_unknown() => return Err(Refused::EARLIER),
            Found::Value(value) => {
                let words = value.words(self.scope.units());
                let error = diagnostics::no_row_to_read(before, &words, place.span, text);
                return Err(self.reporter.refuse(error));
            }
        };
        let Some(table) = self.scope.table(id) else { return Err(Refused::EARLIER) };
        match (of, table.member(word)) {
            (Found::Value(row), Some(Member::Column(column))) => self.cell_of(row, (id, column), place),
            (Found::Table(_), Some(Member::Row(row))) => {
                #[allow(clippy::cast_precision_loss)] // rows are few
                Ok(Value::row(self.emitter.emit(Op::Const(row as f64), place), id))
            }
            (Found::Table(_), Some(Member::Column(column))) => match cx.row_of(id) {
                Some(row) => Ok(table.cell(column, row)),
                None => {
                    let bound = cx.bound.and_then(|bound| self.scope.table(bound.of.table)).map(Table::name);
                    let is_own = cx.own.is_some_and(|own| own.table == id);
                    let error =
                        diagnostics::column_as_value((text, before, word), (bound, is_own), place.span);
                    Err(self.reporter.refuse(error))
                }
            },
            (of, _) => {
                let is_row = matches!(of, Found::Value(_));
                let error = diagnostics::no_member(table, (text, before, word), is_row, place.span);
                Err(self.reporter.refuse(error))
            }
        }
    }

    /// A cell of the row that a value is.
    pub(super) fn cell_of(&mut self, row: Value, (id, column): (TableId, usize), place: Place) -> Lowered {
        let Some(table) = self.scope.table(id) else { return Err(Refused::EARLIER) };
        if let Some(at) = self.emitter.constant(row.slot) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the place of a row
            return Ok(table.cell(column, at as usize));
        }
        if let Some(known) = self.cells_read.get(&(row.slot, id, column)) {
            return Ok(*known);
        }
        let cells: Vec<Value> = (0..table.rows().len()).map(|at| table.cell(column, at)).collect();
        let value = self.one_of(row.slot, &cells, place)?;
        self.cells_read.insert((row.slot, id, column), value);
        Ok(value)
    }

    /// The cell whose place a slot holds.
    fn one_of(&mut self, at: Slot, cells: &[Value], place: Place) -> Lowered {
        let Some((first, rest)) = cells.split_first() else { return Err(Refused::EARLIER) };
        let mut kind = first.kind;
        for cell in rest {
            kind = match (kind, cell.kind) {
                (Type::Unknown, _) | (_, Type::Unknown) => return Err(Refused::EARLIER),
                (Type::Quantity(x) | Type::Rest(x), Type::Quantity(y) | Type::Rest(y))
                    if x.dimension == y.dimension =>
                {
                    let notation = joined(self.scope.units(), x.notation, y.notation, x.dimension);
                    let scale = crate::units::scale::finer(x.scale, y.scale);
                    let quantity = Quantity { dimension: x.dimension, scale, notation };
                    match (kind, cell.kind) {
                        (Type::Rest(_), _) | (_, Type::Rest(_)) => Type::Rest(quantity),
                        _ => Type::Quantity(quantity),
                    }
                }
                (x, y) if x == y => x,
                (x, y) => {
                    let units = self.scope.units();
                    let words = [x, y].map(|kind| Value { kind, ..*first }.words(units));
                    let error = diagnostics::cells_differ(place.span, words, self.place_of(*cell));
                    return Err(self.reporter.refuse(error));
                }
            };
        }
        let scale = match kind {
            Type::Quantity(quantity) | Type::Rest(quantity) => Some(quantity.scale),
            _ => None,
        };
        let mut value: Option<Slot> = None;
        // From the last to the first: what has no place among the rows spoils the result through any condition.
        for (number, cell) in cells.iter().enumerate().rev() {
            let slot = match scale {
                Some(scale) => self.emitter.rescale(*cell, scale, place),
                None => cell.slot,
            };
            #[allow(clippy::cast_precision_loss)] // rows are few
            let holds = self.is_row(at, number as f64, place);
            value = Some(self.emitter.emit(Op::Select(holds, slot, value.unwrap_or(slot)), place));
        }
        Ok(value.map_or(Value::UNKNOWN, |slot| Value { slot, kind }))
    }

    /// Whether a slot holds the place of a row.
    pub(super) fn is_row(&mut self, at: Slot, row: f64, place: Place) -> Slot {
        if let Some(known) = self.rows_known.get(&(at, row.to_bits())) {
            return *known;
        }
        let number = self.emitter.emit(Op::Const(row), place);
        let holds = self.emitter.emit(Op::Binary(Binary::Equal, at, number), place);
        self.rows_known.insert((at, row.to_bits()), holds);
        holds
    }

    /// Where a value is written.
    pub(super) fn place_of(&self, value: Value) -> Option<crate::text::source::Span> {
        self.emitter.site(value.slot).map(|site| site.span)
    }

    /// Calls a function with each definition that a name reads, as far as it is known: what follows a name whose value
    /// is not lowered yet is not known. Returns whether all are known. It stands in a file, and maybe in a formula of
    /// the table `own`; `is_defined` says whether a name of the whole model is that of an input, an estimate or a table.
    pub fn reads<'t>(
        &self,
        text: &'t str,
        (file, own): (FileId, Option<TableId>),
        is_defined: &dyn Fn(&str) -> bool,
        visit: &mut dyn FnMut(Read<'t>),
    ) -> bool {
        let mut words = text.split('.');
        let mut first = words.next().unwrap_or(text);
        let own = own.and_then(|own| Some((own, self.scope.table(own)?)));
        let own = own.and_then(|(own, table)| Some((own, table.member(first)?)));
        let mut at = match own {
            Some((own, Member::Column(column))) => {
                visit(Read::Column(own, column));
                self.kind_of_column(own, column)
            }
            _ => {
                let (file, rest) = self.scope.used().walk(file, text);
                words = rest.split('.');
                first = words.next().unwrap_or(rest);
                let full = match self.scope.used().prefix(file) {
                    "" => Cow::Borrowed(first),
                    prefix => Cow::Owned(format!("{prefix}{first}")),
                };
                if file == FileId::UNREAD || !is_defined(&full) {
                    return true;
                }
                visit(Read::Name(full));
                match self.scope.table_in(file, first) {
                    Some(table) => {
                        let Some(word) = words.next() else { return true };
                        match self.scope.table(table).and_then(|table| table.member(word)) {
                            Some(Member::Row(_)) => Some(Type::Row(table)),
                            Some(Member::Column(column)) => {
                                visit(Read::Column(table, column));
                                self.kind_of_column(table, column)
                            }
                            None => return true,
                        }
                    }
                    None => self.scope.name_in(file, first).map(|bound| bound.value.kind),
                }
            }
        };
        for word in words {
            let table = match at {
                Some(Type::Row(table)) => table,
                // What is refused reads nothing more.
                Some(_) => return true,
                None => return false,
            };
            let Some(Member::Column(column)) = self.scope.table(table).and_then(|table| table.member(word))
            else {
                return true;
            };
            visit(Read::Column(table, column));
            at = self.kind_of_column(table, column);
        }
        true
    }

    /// The type of the cells of a column, if they are lowered.
    fn kind_of_column(&self, table: TableId, column: usize) -> Option<Type> {
        let cells = self.scope.table(table)?.cells(column)?;
        cells.iter().map(|cell| cell.kind).find(|kind| *kind != Type::Unknown).or(Some(Type::Unknown))
    }

    /// An operand as a number, also the open end of tiers.
    pub(super) fn number_or_rest(&self, node: NodeId, value: Value) -> Option<(Number, bool)> {
        match value.kind {
            Type::Quantity(quantity) => Some((Number { node, slot: value.slot, quantity }, false)),
            Type::Rest(quantity) => Some((Number { node, slot: value.slot, quantity }, true)),
            _ => None,
        }
    }
}
