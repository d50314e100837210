//! Pages read by a tokenizer that follows the WHATWG's standard, as a browser would.

use std::collections::BTreeMap;

use html5gum::{Token, Tokenizer};

/// An element as it begins.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes, character references resolved.
    pub attributes: BTreeMap<String, String>,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Its elements in order.
    pub elements: Vec<Element>,
    /// Its text, without markup and without the title.
    pub text: String,
    /// The text of `<title>`.
    pub title: String,
    /// What does not nest.
    pub broken: Vec<String>,
    /// What might run.
    pub dangers: Vec<String>,
}

/// Elements without content.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Page {
    /// Reads a page.
    pub fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut open: Vec<String> = Vec::new();
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = text(&tag.name);
                    let attributes = tag
                        .attributes
                        .iter()
                        .map(|(k, v)| (text(k), text(&v.value)))
                        .collect();
                    let element = Element { name, attributes };
                    page.dangers.extend(danger(&element));
                    if !VOID.contains(&element.name.as_str()) && !tag.self_closing {
                        open.push(element.name.clone());
                    }
                    page.elements.push(element);
                }
                Token::EndTag(tag) => {
                    let name = text(&tag.name);
                    match open.pop() {
                        Some(last) if last == name => {}
                        last => page.broken.push(format!("</{name}> closes {last:?}")),
                    }
                }
                Token::String(string) => match open.last().map(String::as_str) {
                    Some("script") => page
                        .dangers
                        .push(format!("a script in the page: {}", text(&string.value))),
                    Some("style") => page.dangers.push("a style in the page".to_owned()),
                    Some("title") => page.title.push_str(&text(&string.value)),
                    _ => page.text.push_str(&text(&string.value)),
                },
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        page.broken
            .extend(open.into_iter().map(|name| format!("<{name}> stays open")));
        page
    }

    /// Nothing in it can run, and everything is closed.
    #[track_caller]
    pub fn assert_sound(&self, of: &str) {
        assert!(self.dangers.is_empty(), "{of}: {:?}", self.dangers);
        assert!(self.broken.is_empty(), "{of}: {:?}", self.broken);
    }

    /// Whether an element has this attribute with this value.
    pub fn has(&self, name: &str, attribute: &str, value: &str) -> bool {
        self.elements
            .iter()
            .any(|e| e.name == name && e.attributes.get(attribute).is_some_and(|v| v == value))
    }

    /// The text on one line, runs of white space as one space.
    pub fn line(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Attributes whose value a browser may follow or load.
const ADDRESSES: [&str; 9] = [
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "xlink:href",
    "poster",
    "ping",
    "srcset",
];

/// What of an element might run something that is not ours. The only scripts are files of this host.
fn danger(element: &Element) -> Option<String> {
    let source = element.attributes.get("src");
    match element.name.as_str() {
        "script" if !source.is_some_and(|s| s.starts_with('/') && !s.starts_with("//")) => {
            return Some(format!("{element:?}"));
        }
        "iframe" | "object" | "embed" | "base" | "style" | "frame" | "applet" => {
            return Some(format!("{element:?}"));
        }
        _ => {}
    }
    element
        .attributes
        .iter()
        .find(|(name, value)| {
            let scheme = value.trim_start().to_ascii_lowercase();
            let leads_astray = ["javascript:", "vbscript:", "data:"]
                .iter()
                .any(|s| scheme.starts_with(s));
            name.starts_with("on")
                || matches!(name.as_str(), "style" | "srcdoc")
                || ADDRESSES.contains(&name.as_str()) && leads_astray
        })
        .map(|(name, value)| format!("<{} {name}={value:?}>", element.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_run_is_seen() {
        for html in [
            "<p><script>alert(1)</script></p>",
            "<p><img src=x onerror=alert(1)></p>",
            "<a href=' JavaScript:alert(1)'>x</a>",
            "<script src=//evil.example/x.js></script>",
            "<iframe src=/x></iframe>",
        ] {
            assert!(!Page::read(html).dangers.is_empty(), "{html}");
        }
        for html in [
            "<p>&lt;script>alert(1)</p>",
            "<script src=/assets/boot-1.js defer></script>",
            "<p title='\"><img onerror=x'>y</p>",
            "<input value=javascript:alert(1)>",
        ] {
            Page::read(html).assert_sound(html);
        }
        assert!(!Page::read("<p><b>x</p>").broken.is_empty());
    }
}
