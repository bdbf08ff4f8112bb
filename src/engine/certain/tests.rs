use super::*;

/// A program with two inputs above zero, its bounds, and the slots of the inputs.
fn with(build: impl Fn(&mut Program, Slot, Slot) -> Slot) -> Bounds {
    let mut program = Program::default();
    let (a, b) = (program.push(Op::Input(0)), program.push(Op::Input(1)));
    let slot = build(&mut program, a, b);
    AllBounds::new(&program, &HashMap::new(), |_| Bounds::POSITIVE).0[slot.index()]
}

#[test]
fn what_holds_by_its_form_is_true() {
    let two = |program: &mut Program| program.push(Op::Const(2.0));
    let all: [fn(&mut Program, Slot, Slot) -> Slot; 6] = [
        |program, a, _| program.push(Op::Binary(Binary::LessOrEqual, a, a)),
        |program, a, b| {
            let least = program.push(Op::Binary(Binary::Min, a, b));
            program.push(Op::Binary(Binary::LessOrEqual, least, b))
        },
        |program, a, b| {
            let sum = program.push(Op::Binary(Binary::Add, a, b));
            program.push(Op::Binary(Binary::Less, a, sum))
        },
        |program, a, b| {
            let zero = program.push(Op::Const(0.0));
            let product = program.push(Op::Binary(Binary::Multiply, a, b));
            program.push(Op::Binary(Binary::Greater, product, zero))
        },
        |program, a, b| {
            let quotient = program.push(Op::Binary(Binary::Divide, a, b));
            let zero = program.push(Op::Const(0.0));
            program.push(Op::Binary(Binary::GreaterOrEqual, quotient, zero))
        },
        |program, a, b| {
            let either = program.push(Op::Binary(Binary::Less, a, b));
            let truth = program.push(Op::Const(1.0));
            program.push(Op::Binary(Binary::Or, either, truth))
        },
    ];
    for (at, build) in all.into_iter().enumerate() {
        assert_eq!(with(build), Bounds::TRUE, "{at}");
    }
    let twice = with(|program, a, _| {
        let two = two(program);
        let double = program.push(Op::Binary(Binary::Multiply, a, two));
        program.push(Op::Binary(Binary::LessOrEqual, a, double))
    });
    assert_eq!(twice, Bounds::TRUE);
}

#[test]
fn what_depends_on_values_is_not_known() {
    let all: [fn(&mut Program, Slot, Slot) -> Slot; 3] = [
        |program, a, b| program.push(Op::Binary(Binary::LessOrEqual, a, b)),
        |program, a, b| {
            let zero = program.push(Op::Const(0.0));
            let difference = program.push(Op::Binary(Binary::Subtract, a, b));
            program.push(Op::Binary(Binary::GreaterOrEqual, difference, zero))
        },
        |program, a, b| {
            let least = program.push(Op::Binary(Binary::Min, a, b));
            let two = program.push(Op::Const(2.0));
            program.push(Op::Binary(Binary::LessOrEqual, least, two))
        },
    ];
    for (at, build) in all.into_iter().enumerate() {
        assert_eq!(with(build), Bounds::EITHER, "{at}");
    }
}
