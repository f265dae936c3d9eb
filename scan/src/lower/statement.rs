//! Statements, in the order in which they run.

use oxc_ast::ast::{
    BindingPattern, ForStatementInit, ForStatementLeft, Function, IfStatement, Statement, SwitchStatement,
    VariableDeclaration,
};
use oxc_span::{GetSpan, Span};

use super::{Lower, Value};
use crate::graph::{ELEMENT, Kind, field};

impl Lower<'_> {
    pub(crate) fn statements(&mut self, statements: &[Statement<'_>]) {
        for statement in statements {
            self.hoist(statement);
        }
        for statement in statements {
            self.statement(statement);
        }
    }

    /// Declares what a block declares, so that functions above find it.
    fn hoist(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::FunctionDeclaration(function) => self.hoist_function(function),
            Statement::ClassDeclaration(class) => {
                if let Some(id) = &class.id {
                    self.declare(&id.name, id.span.start);
                }
            }
            Statement::VariableDeclaration(declaration) => self.hoist_variables(declaration),
            Statement::ExportNamedDeclaration(export) => {
                if let Some(declaration) = &export.declaration {
                    self.hoist_declaration(declaration);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn hoist_variables(&mut self, declaration: &VariableDeclaration<'_>) {
        for declarator in &declaration.declarations {
            for id in declarator.id.get_binding_identifiers() {
                self.declare(&id.name, id.span.start);
            }
            if let (BindingPattern::BindingIdentifier(id), Some(init)) = (&declarator.id, &declarator.init) {
                let at = self.declare(&id.name, id.span.start);
                self.remember_constant(at, init);
            }
        }
    }

    pub(crate) fn hoist_function(&mut self, function: &Function<'_>) {
        if let Some(id) = &function.id {
            let at = self.declare(&id.name, id.span.start);
            self.remember_function(at, function.span);
        }
    }

    /// Whether what follows the statement never runs.
    pub(super) fn ends(statement: &Statement<'_>) -> bool {
        match statement {
            Statement::ReturnStatement(_)
            | Statement::ThrowStatement(_)
            | Statement::ContinueStatement(_)
            | Statement::BreakStatement(_) => true,
            Statement::BlockStatement(block) => block.body.last().is_some_and(Self::ends),
            Statement::ExpressionStatement(statement) => {
                matches!(&statement.expression, oxc_ast::ast::Expression::CallExpression(call)
                    if call.callee.is_specific_member_access("process", "exit"))
            }
            _ => false,
        }
    }

    pub(crate) fn statement(&mut self, statement: &Statement<'_>) {
        self.deeper((), |lower| lower.statement_inner(statement));
    }

    fn statement_inner(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::BlockStatement(block) => self.scoped(|lower| lower.statements(&block.body)),
            Statement::ExpressionStatement(statement) => {
                self.expression(&statement.expression);
                self.assert(&statement.expression);
            }
            Statement::VariableDeclaration(declaration) => self.variables(declaration),
            Statement::FunctionDeclaration(function) => {
                let value = self.function(function);
                if let Some(id) = &function.id {
                    let at = self.declare(&id.name, id.span.start);
                    self.assign(at, &value, id.span.start);
                }
            }
            Statement::ClassDeclaration(class) => {
                self.class(class);
            }
            Statement::ReturnStatement(statement) => {
                if let Some(argument) = &statement.argument {
                    let value = self.expression(argument);
                    if let Some(result) = self.result {
                        self.flow(value.node, result, Kind::Flow);
                    }
                }
                self.exit();
            }
            Statement::ThrowStatement(statement) => {
                self.expression(&statement.argument);
            }
            Statement::IfStatement(statement) => self.branch(statement),
            Statement::ForStatement(statement) => self.scoped(|lower| {
                match &statement.init {
                    Some(ForStatementInit::VariableDeclaration(declaration)) => {
                        lower.hoist_variables(declaration);
                        lower.variables(declaration);
                    }
                    Some(init) => {
                        if let Some(init) = init.as_expression() {
                            lower.expression(init);
                        }
                    }
                    None => {}
                }
                let test = statement.test.as_ref();
                if let Some(test) = test {
                    lower.expression(test);
                }
                lower.looped(&statement.body, statement.span);
                if let Some(update) = &statement.update {
                    lower.expression(update);
                }
            }),
            Statement::WhileStatement(statement) => {
                self.test(&statement.test);
                self.looped(&statement.body, statement.span);
            }
            Statement::DoWhileStatement(statement) => {
                self.looped(&statement.body, statement.span);
                self.test(&statement.test);
            }
            Statement::ForOfStatement(statement) => {
                let list = self.expression(&statement.right);
                let mut item = self.element_of(&list, statement.right.span());
                if list.what == super::What::Content && self.slice(statement.body.span()).contains(".text") {
                    let node = self.guess(statement.right.span(), crate::models::TOOL);
                    self.flow(item.node, node, Kind::Flow);
                    item.node = node;
                }
                self.each(&statement.left, &item, &statement.body, statement.span);
            }
            Statement::ForInStatement(statement) => {
                let list = self.expression(&statement.right);
                let key = self.node(statement.span.start);
                self.flow(list.node, key, Kind::Flow);
                self.each(&statement.left, &Value::of_node(key), &statement.body, statement.span);
            }
            Statement::LabeledStatement(statement) => self.statement(&statement.body),
            Statement::SwitchStatement(statement) => self.switch(statement),
            Statement::TryStatement(statement) => {
                self.scoped(|lower| lower.statements(&statement.block.body));
                if let Some(handler) = &statement.handler {
                    let mark = self.mark();
                    self.scoped(|lower| {
                        if let Some(param) = &handler.param {
                            lower.bind(&param.pattern, &Value::default());
                        }
                        lower.statements(&handler.body.body);
                    });
                    let ended = self.rewind(mark);
                    if !handler.body.body.last().is_some_and(Self::ends) {
                        self.exits.catch();
                        self.merge(&[ended], true, statement.span.start);
                    }
                }
                if let Some(finalizer) = &statement.finalizer {
                    self.scoped(|lower| lower.statements(&finalizer.body));
                }
            }
            other => self.module_statement(other),
        }
    }

    pub(crate) fn variables(&mut self, declaration: &VariableDeclaration<'_>) {
        for declarator in &declaration.declarations {
            let Some(init) = &declarator.init else { continue };
            let mut value = self.expression(init);
            if value.node != 0
                && let Some(annotation) = &declarator.type_annotation
            {
                value = self.typed(value, &annotation.type_annotation, declarator.span);
            }
            if let BindingPattern::BindingIdentifier(id) = &declarator.id {
                crate::config::remember(self, &id.name, init);
            }
            self.bind(&declarator.id, &value);
        }
    }

    fn branch(&mut self, statement: &IfStatement<'_>) {
        self.test(&statement.test);
        crate::models::branched(self, statement);
        let place = statement.span.start;
        let mark = self.mark();
        self.learn(&statement.test, true);
        self.statement(&statement.consequent);
        let first = self.rewind(mark);
        let mark = self.mark();
        self.learn(&statement.test, false);
        if let Some(alternate) = &statement.alternate {
            self.statement(alternate);
        }
        let second = self.rewind(mark);
        let first_ends = Self::ends(&statement.consequent);
        let second_ends = statement.alternate.as_ref().is_some_and(Self::ends);
        match (first_ends, second_ends) {
            (true, true) => {}
            // What follows runs where the test failed: what that says holds on.
            (true, false) => {
                self.learn(&statement.test, false);
                self.merge(&[second], false, place);
            }
            (false, true) => {
                self.learn(&statement.test, true);
                self.merge(&[first], false, place);
            }
            (false, false) => self.merge(&[first, second], false, place),
        }
    }

    fn switch(&mut self, statement: &SwitchStatement<'_>) {
        self.expression(&statement.discriminant);
        self.scoped(|lower| {
            for case in &statement.cases {
                for inner in &case.consequent {
                    lower.hoist(inner);
                }
            }
            let mut branches = Vec::new();
            for case in &statement.cases {
                if let Some(test) = &case.test {
                    lower.expression(test);
                }
                let mark = lower.mark();
                for inner in &case.consequent {
                    lower.statement(inner);
                }
                branches.push(lower.rewind(mark));
            }
            lower.merge(&branches, true, statement.span.start);
        });
    }

    fn looped(&mut self, body: &Statement<'_>, span: Span) {
        let mark = self.mark();
        self.statement(body);
        let ended = self.rewind(mark);
        self.around(&ended);
        self.merge(&[ended], true, span.start);
    }

    fn each(&mut self, left: &ForStatementLeft<'_>, item: &Value, body: &Statement<'_>, span: Span) {
        self.scoped(|lower| {
            match left {
                ForStatementLeft::VariableDeclaration(declaration) => {
                    lower.hoist_variables(declaration);
                    for declarator in &declaration.declarations {
                        lower.bind(&declarator.id, item);
                    }
                }
                left => {
                    if let Some(target) = left.as_assignment_target() {
                        lower.assign_target(target, item, target.span());
                    }
                }
            }
            lower.looped(body, span);
        });
    }

    /// What an array, a stream or a list holds.
    pub(crate) fn element_of(&mut self, list: &Value, span: Span) -> Value {
        if list.node == 0 {
            return Value { is_fixed: list.is_fixed, ..Value::default() };
        }
        let node = self.node(span.start);
        self.flow(list.node, node, Kind::Load(field(ELEMENT)));
        Value { node, text: None, ..list.clone() }
    }
}
