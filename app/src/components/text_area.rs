//! `<textarea>` whose content is escaped.

use leptos::prelude::*;

use super::raw;
use crate::l10n::escape;

/// A text area with `value` in it, `rows` lines high; `described_by` are the ids of what describes it.
///
/// Leptos 0.8.23 writes the children of `<textarea>` as they are. This is the only place that writes one,
/// and it escapes exactly once.
pub fn text_area(
    id: &str,
    name: &str,
    value: &str,
    rows: u8,
    described_by: &str,
) -> impl IntoView + use<> {
    let described_by = if described_by.is_empty() {
        String::new()
    } else {
        format!(" aria-describedby=\"{}\"", escape(described_by))
    };
    // A parser drops the first line feed after the tag; this one is there to be dropped.
    raw(format!(
        "<textarea class=\"input\" id=\"{}\" name=\"{}\" rows=\"{rows}\"{described_by}>\n{}</textarea>",
        escape(id),
        escape(name),
        escape(value)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_of_a_text_area_is_escaped_exactly_once() {
        let html = text_area(
            "t",
            "t",
            "</textarea><script>alert(1)</script> &amp; 5 < 6",
            5,
            "",
        )
        .to_html();
        assert!(html.ends_with(">\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; 5 &lt; 6</textarea>"), "{html}");
    }

    #[test]
    fn leptos_still_needs_this_component() {
        let html = view! { <textarea>{"<b>".to_owned()}</textarea> }.to_html();
        assert!(
            html.contains("<b>"),
            "Leptos escapes textarea now: drop text_area"
        );
    }
}
