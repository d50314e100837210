//! `<textarea>` whose content is escaped.

use leptos::prelude::*;

use super::raw;
use crate::l10n::escape;

/// A text area with `value` in it.
///
/// Leptos 0.8.23 writes the children of `<textarea>` as they are. This is the only place that writes one,
/// and it escapes exactly once.
#[component]
pub fn TextArea(
    /// The id, for its label.
    #[prop(into)]
    id: String,
    /// The name in the form.
    #[prop(into)]
    name: String,
    /// What it holds.
    #[prop(into)]
    value: String,
    /// Height in lines.
    #[prop(default = 5)]
    rows: u8,
    /// Ids of the elements that describe it.
    #[prop(into, optional)]
    described_by: String,
) -> impl IntoView {
    let described_by = if described_by.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"", escape(&described_by)) };
    // A parser drops the first line feed after the tag; this one is there to be dropped.
    raw(format!(
        "<textarea class=\"input\" id=\"{}\" name=\"{}\" rows=\"{rows}\"{described_by}>\n{}</textarea>",
        escape(&id),
        escape(&name),
        escape(&value)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_of_a_text_area_is_escaped_exactly_once() {
        let html = view! { <TextArea id="t" name="t" value="</textarea><script>alert(1)</script> &amp; 5 < 6"/> }.to_html();
        assert!(html.ends_with(">\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; 5 &lt; 6</textarea>"), "{html}");
    }

    #[test]
    fn leptos_still_needs_this_component() {
        let html = view! { <textarea>{"<b>".to_owned()}</textarea> }.to_html();
        assert!(html.contains("<b>"), "Leptos escapes textarea now: drop TextArea");
    }
}
