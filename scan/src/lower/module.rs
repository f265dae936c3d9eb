//! Modules: what comes in and what goes out.

use oxc_ast::ast::{
    Declaration, ExportDefaultDeclarationKind, ExportNamedDeclaration, Expression, ImportDeclaration,
    ImportDeclarationSpecifier, Statement,
};
use oxc_span::Span;

use super::{Import, Lower, Value, What};
use crate::graph::{Kind, Node, field};
use crate::models;

impl Lower<'_> {
    pub(crate) fn module_statement(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::ImportDeclaration(import) if !import.import_kind.is_type() => self.import(import),
            Statement::ExportNamedDeclaration(export) => self.export_named(export),
            Statement::ExportDefaultDeclaration(export) => {
                let value = match &export.declaration {
                    ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                        let value = self.function(function);
                        if let Some(id) = &function.id {
                            let at = self.declare(&id.name, id.span.start);
                            self.assign(at, &value, id.span.start);
                        }
                        models::handler(self, function.span);
                        value
                    }
                    ExportDefaultDeclarationKind::ClassDeclaration(class) => self.class(class),
                    kind => {
                        let value =
                            kind.as_expression().map(|expression| self.expression(expression)).unwrap_or_default();
                        if self.is_component() {
                            self.options(value.node);
                        }
                        if let Some(Expression::Identifier(id)) = kind.as_expression() {
                            self.share(&id.name, "default");
                        }
                        value
                    }
                };
                if !self.is_component() {
                    self.export("default", value.node);
                }
            }
            Statement::ExportAllDeclaration(export) => {
                let node = self.module_node(&export.source.value, export.span);
                let exports = self.out.exports;
                match &export.exported {
                    Some(name) => self.flow(node, exports, Kind::Store(field(&name.name()))),
                    None => self.flow(node, exports, Kind::Flow),
                }
            }
            Statement::TSExportAssignment(export) => {
                let value = self.expression(&export.expression);
                let exports = self.out.exports;
                self.flow(value.node, exports, Kind::Flow);
                self.export("default", value.node);
            }
            _ => {}
        }
    }

    pub(crate) fn hoist_declaration(&mut self, declaration: &Declaration<'_>) {
        match declaration {
            Declaration::VariableDeclaration(declaration) => self.hoist_variables(declaration),
            Declaration::FunctionDeclaration(function) => self.hoist_function(function),
            declaration => {
                if let Some(id) = declaration.id() {
                    self.declare(&id.name, id.span.start);
                }
            }
        }
    }

    /// What a component of Vue's options holds: all of it is `this`.
    fn options(&mut self, options: Node) {
        let Some(this) = self.this else { return };
        for part in ["methods", "setup", "data", "computed"] {
            let node = self.node(0);
            self.flow(options, node, Kind::Load(field(part)));
            match part {
                "methods" | "computed" => self.flow(node, this, Kind::Flow),
                _ => {
                    let props = self.props.unwrap_or(0);
                    let result = self.call_back(node, &[props], Span::default());
                    self.flow(result, this, Kind::Flow);
                }
            }
        }
    }

    fn export(&mut self, name: &str, node: Node) {
        let exports = self.out.exports;
        self.flow(node, exports, Kind::Store(field(name)));
    }

    fn export_named(&mut self, export: &ExportNamedDeclaration<'_>) {
        if let Some(source) = &export.source {
            let module = self.module_node(&source.value, export.span);
            for specifier in &export.specifiers {
                let node = self.node(specifier.span.start);
                self.flow(module, node, Kind::Load(field(&specifier.local.name())));
                self.export(&specifier.exported.name(), node);
            }
            return;
        }
        match &export.declaration {
            Some(Declaration::VariableDeclaration(declaration)) => {
                self.variables(declaration);
                for declarator in &declaration.declarations {
                    for id in declarator.id.get_binding_identifiers() {
                        // Svelte's properties are what it exports.
                        if self.flavor == super::Flavor::Svelte
                            && let (Some(props), Some(at)) = (self.props, self.resolve(&id.name))
                        {
                            let node = self.node(id.span.start);
                            self.flow(props, node, Kind::Load(field(&id.name)));
                            let value = models::named(self, &id.name, Value::of_node(node), id.span);
                            self.assign(at, &value, id.span.start);
                        }
                        self.export_binding(&id.name, &id.name);
                        models::exported(self, &id.name, id.span);
                    }
                }
            }
            Some(Declaration::FunctionDeclaration(function)) => {
                let value = self.function(function);
                if let Some(id) = &function.id {
                    let at = self.declare(&id.name, id.span.start);
                    self.assign(at, &value, id.span.start);
                    self.export(&id.name, value.node);
                    models::exported(self, &id.name, id.span);
                }
            }
            Some(Declaration::ClassDeclaration(class)) => {
                let value = self.class(class);
                if let Some(id) = &class.id {
                    self.export(&id.name, value.node);
                }
            }
            _ => {}
        }
        for specifier in &export.specifiers {
            self.export_binding(&specifier.local.name(), &specifier.exported.name());
        }
    }

    fn export_binding(&mut self, local: &str, exported: &str) {
        if let Some(at) = self.resolve(local)
            && let Some(node) = self.joined(at)
        {
            self.export(exported, node);
            self.share(local, exported);
        }
    }

    fn import(&mut self, import: &ImportDeclaration<'_>) {
        let source = import.source.value.as_str();
        let module = self.module_node(source, import.span);
        for specifier in import.specifiers.iter().flatten() {
            let (local, name) = match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(specifier) => {
                    (&specifier.local, specifier.imported.name().to_string())
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(specifier) => {
                    (&specifier.local, "default".to_owned())
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(specifier) => (&specifier.local, "*".to_owned()),
            };
            let node = if name == "*" {
                module
            } else {
                let node = self.node(local.span.start);
                self.flow(module, node, Kind::Load(field(&name)));
                node
            };
            let name_there = name.clone();
            let is_own = source.starts_with(['.', '~', '#', '/']) || source.starts_with("@/");
            let what = if is_own { What::Unknown } else { What::Import { module: source.into(), name: name.into() } };
            let at = self.declare(&local.name, local.span.start);
            let from = (what == What::Unknown && name_there != "*").then(|| (source.to_owned(), name_there));
            let mut value = Value { node, what, ..Value::default() };
            if let Some(from) = from {
                if let Some(given) = self.given.constants.get(&from).cloned() {
                    value.text = models::literal(given.written).map(Into::into);
                    value.is_fixed = value.text.is_some() || given.is_fixed();
                    self.constants.insert(at, given);
                }
                self.imported.insert(local.name.to_string(), from);
            }
            self.assign(at, &value, local.span.start);
        }
    }

    /// `require("x")`, and `import("x")` that was awaited.
    pub(crate) fn required(&mut self, module: &str, span: Span) -> Value {
        let node = self.module_node(module, span);
        let what = if module.starts_with('.') {
            What::Unknown
        } else {
            What::Import { module: module.trim_start_matches("node:").into(), name: "*".into() }
        };
        Value { node, what, ..Value::default() }
    }

    fn module_node(&mut self, module: &str, span: Span) -> Node {
        let node = self.node(span.start);
        if module.starts_with(['.', '/', '~', '#']) || module.starts_with("@/") {
            self.out.imports.push(Import { module: module.to_owned(), node });
        }
        node
    }
}
