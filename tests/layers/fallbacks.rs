//! Numbers that stand in for a measurement that is missing, found by parsing Rust: `unwrap_or(0.0)`, `map_or(0, …)`,
//! `unwrap_or_default()`, `max(1)`, and branches that are nothing but a number.

use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, ExprIf, ExprMethodCall, ExprUnary, ImplItemFn, Item, ItemFn, ItemMod, Lit, Stmt, UnOp,
};

/// The functions of a file of `src` that hold such a number, each with what is wrong.
pub fn in_file(file: &Path) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let text = fs::read_to_string(&path).unwrap();
    let mut found = Fallbacks::default();
    found.visit_file(&syn::parse_file(&text).unwrap());
    found.all.into_iter().map(|what| format!("{}: {what}", file.display())).collect()
}

#[derive(Default)]
struct Fallbacks {
    function: String,
    all: Vec<String>,
}

impl Fallbacks {
    fn add(&mut self, what: &str) {
        self.all.push(format!("{}: {what}", self.function));
    }
}

impl<'ast> Visit<'ast> for Fallbacks {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.function = function.sig.ident.to_string();
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.function = function.sig.ident.to_string();
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let first = call.args.first().and_then(number);
        let wrong = match call.method.to_string().as_str() {
            "unwrap_or_default" => true,
            "unwrap_or" | "map_or" => first.is_some(),
            "max" => first == Some(1.0),
            _ => false,
        };
        if wrong {
            self.add(&format!("`.{}(…)`", call.method));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_if(&mut self, branches: &'ast ExprIf) {
        let then = match &branches.then_branch.stmts[..] {
            [Stmt::Expr(value, None)] => number(value),
            _ => None,
        };
        let otherwise = branches.else_branch.as_ref().and_then(|(_, branch)| match &**branch {
            Expr::Block(block) => match &block.block.stmts[..] {
                [Stmt::Expr(value, None)] => number(value),
                _ => None,
            },
            _ => None,
        });
        if then.is_some() || otherwise.is_some() {
            self.add("a branch that is a number");
        }
        visit::visit_expr_if(self, branches);
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

/// The value of a number that is written out.
fn number(value: &Expr) -> Option<f64> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            Lit::Float(number) => number.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => number(expr).map(|value| -value),
        _ => None,
    }
}

#[test]
fn a_number_in_place_of_a_measurement_is_found() {
    let found = |body: &str| {
        let mut found = Fallbacks::default();
        let Item::Fn(function) = syn::parse_str(&format!("fn f() {{ {body} }}")).unwrap() else { panic!() };
        found.visit_item_fn(&function);
        found.all.len()
    };
    let wrong = [
        "share.unwrap_or(0.0)",
        "share.map_or(0, |n| n)",
        "list.unwrap_or_default()",
        "all.max(1)",
        "lab.l.max(1.0)",
        "if all == 0 { 1.0 } else { a / all }",
        "if all > 0 { a / all } else { -1.0 }",
    ];
    let right = ["a.max(0.0)", "a.max(1.0 - b)", "if a { b } else { c }", "a.unwrap_or(b)", "a.map_or(b, f)"];
    assert!(wrong.iter().all(|body| found(body) == 1), "{:?}", wrong.map(found));
    assert!(right.iter().all(|body| found(body) == 0), "{:?}", right.map(found));
}
