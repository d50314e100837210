//! Messages taken apart once, at the start: pages are made of thousands of them a second, and Fluent's
//! resolver walks its tree anew for each.
//!
//! What is not understood here (plural forms, references, functions) stays with Fluent, which is also what
//! the tests compare with.

use fluent_bundle::FluentValue;
use fluent_syntax::{
    ast::{Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    unicode::unescape_unicode_to_string,
};

use super::format;

/// A message that needs no more than text, parameters and choices between words.
#[derive(Debug)]
pub(super) struct Message(Vec<Part>);

#[derive(Debug)]
enum Part {
    Text(String),
    Arg(String),
    Choice {
        on: String,
        /// The words with what they choose.
        variants: Vec<(String, Message)>,
        /// Where none fits.
        other: Message,
    },
}

impl Message {
    /// Takes a pattern apart; `None` where only Fluent can resolve it.
    pub(super) fn of(pattern: &Pattern<&str>) -> Option<Self> {
        let parts = pattern.elements.iter().map(|element| match element {
            PatternElement::TextElement { value } => Some(Part::Text((*value).to_owned())),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    Some(Part::Arg(id.name.to_owned()))
                }
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    Some(Part::Text(unescape_unicode_to_string(value).into_owned()))
                }
                Expression::Select {
                    selector: InlineExpression::VariableReference { id },
                    variants,
                } => {
                    let mut words = Vec::new();
                    let mut other = None;
                    for variant in variants {
                        let VariantKey::Identifier { name } = variant.key else {
                            return None;
                        };
                        let message = Self::of(&variant.value)?;
                        if variant.default {
                            other = Some(Self::of(&variant.value)?);
                        }
                        words.push((name.to_owned(), message));
                    }
                    Some(Part::Choice {
                        on: id.name.to_owned(),
                        variants: words,
                        other: other?,
                    })
                }
                _ => None,
            },
        });
        parts.collect::<Option<Vec<_>>>().map(Self)
    }

    /// Writes the message; `false` where Fluent must, with `out` left as far as it came.
    pub(super) fn write(
        &self,
        args: &[(&'static str, FluentValue<'_>)],
        escaped: bool,
        out: &mut String,
    ) -> bool {
        let find = |name: &str| args.iter().find(|(n, _)| *n == name).map(|(_, v)| v);
        self.0.iter().all(|part| match part {
            Part::Text(text) => {
                out.push_str(text);
                true
            }
            Part::Arg(name) => match find(name) {
                Some(FluentValue::String(text)) if escaped => {
                    format::escape_into(text, out);
                    true
                }
                Some(FluentValue::String(text)) => {
                    out.push_str(text);
                    true
                }
                Some(number @ FluentValue::Number(_)) => match format::value(number, &()) {
                    Some(number) => {
                        out.push_str(&number);
                        true
                    }
                    None => false,
                },
                _ => false,
            },
            // A number chooses by its plural form, which is Fluent's to know.
            Part::Choice {
                on,
                variants,
                other,
            } => match find(on) {
                Some(FluentValue::String(word)) => variants
                    .iter()
                    .find(|(name, _)| name == word.as_ref())
                    .map_or(other, |(_, message)| message)
                    .write(args, escaped, out),
                _ => false,
            },
        })
    }
}
