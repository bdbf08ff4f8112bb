fn main() {
    let text = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    let e = napkin::evaluate("<input>", &text, 4);
    for d in &e.diagnostics { println!("{}[{}]: {}", if d.is_error() {"error"} else {"warning"}, d.code, d.message);
      for l in &d.labels { println!("   {:?} `{}` {}", (l.span.start,l.span.end), e.sources.slice(l.span), l.text); }
      for h in &d.helps { println!("   help: {} {:?}", h.text, h.patch.as_ref().map(|p| format!("{}→{}", e.sources.slice(p.span), p.replacement))); }
      for n in &d.notes { println!("   note: {n}"); } }
    for a in &e.answers { println!("{:?} = {}   [{} {}] {}", a.name, a.shown.written, a.shown.value, a.shown.unit, a.shown.dimension); }
}
