//! The whole document around a page.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::View;

/// A page: data in, a view out.
pub trait Page {
    /// What it is about, in a few words; the site's name is added.
    fn title(&self, view: &View<'_>) -> String;

    /// What stands in `main`, its `h1` included.
    fn body(self, view: &View<'_>) -> AnyView;

    /// One sentence for search engines and link previews.
    fn description(&self, _view: &View<'_>) -> Option<String> {
        None
    }

    /// Whether the page holds an island. Without one it loads no script.
    fn islands(&self) -> bool {
        false
    }

    /// Whether the page shows demo data; `None` leaves it to [`View::demo`].
    fn demo(&self) -> Option<bool> {
        None
    }

    /// The path (without the language's prefix, with what belongs of the query) under which search
    /// engines should know the page; `None`: they should not list it.
    fn canonical(&self, view: &View<'_>) -> Option<String> {
        Some(view.path.split(['?', '#']).next().unwrap_or("/").to_owned())
    }

    /// Whether this page stands for a thing that the entry of the navigation lists: its path.
    fn section(&self) -> Option<&'static str> {
        None
    }
}

/// The whole HTML document of a page.
pub fn render<P: Page>(view: &View<'_>, page: P) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let title = page.title(view);
    let html = owner.with(|| page.body(view).to_html());
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html><html lang=\"{}\"><title>{}</title>{html}", view.lang.tag(), crate::l10n::escape(&title))
}
