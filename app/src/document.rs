//! The whole document around a page.

use std::{fmt::Write, sync::Arc};

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::{Asset, Lang, View, components::sprite, l10n::escape};

/// A page: data in, a view out.
pub trait Page {
    /// What it is about, in a few words; the site's name is added.
    fn title(&self, view: &View<'_>) -> String;

    /// What stands in `main`, its `h1` included.
    fn body(self, view: &View<'_>) -> impl IntoView;

    /// One sentence for search engines and link previews.
    fn description(&self, _view: &View<'_>) -> Option<String> {
        None
    }

    /// The style sheets, by logical name.
    fn styles(&self) -> &'static [&'static str] {
        &["scan.css", "more.css"]
    }

    /// Whether the feeds of notices belong to this page.
    fn feeds(&self) -> bool {
        false
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

/// The pages of the navigation. One that is not open yet is in no menu.
const SECTIONS: [Section; 7] = [
    Section {
        path: "/search",
        key: "nav-search",
        open: true,
    },
    Section {
        path: "/notices",
        key: "nav-notices",
        open: true,
    },
    Section {
        path: "/fair-scales",
        key: "nav-fair-scales",
        open: false,
    },
    Section {
        path: "/pledges",
        key: "nav-pledges",
        open: false,
    },
    Section {
        path: "/statistics",
        key: "nav-statistics",
        open: false,
    },
    Section {
        path: "/report",
        key: "nav-report",
        open: false,
    },
    Section {
        path: "/about",
        key: "nav-about",
        open: true,
    },
];

struct Section {
    path: &'static str,
    key: &'static str,
    open: bool,
}

/// The whole HTML document of a page.
///
/// `main` is rendered first: the sprite in front of it holds the symbols that it uses.
pub fn render<P: Page>(view: &View<'_>, page: P) -> String {
    let frame = Frame::of(view, &page);
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let main = owner.with(|| page.body(view).into_view().to_html());
    owner.unset_with_forced_cleanup();
    frame.around(view, &without_marks(&main))
}

/// `html` without the `<!>` by which Leptos finds its way through lists and options. Only what an island
/// itself renders is ever walked through; what the server wrote, its children included, is not, and the
/// mark is an error in HTML.
fn without_marks(html: &str) -> String {
    const MARK: &str = "<!>";
    let mut kept = String::with_capacity(html.len());
    // The island and children elements around the place, innermost last: true for an island.
    let mut around: Vec<bool> = Vec::new();
    let mut elements = memchr::memmem::find_iter(html.as_bytes(), "leptos-").peekable();
    let mut copied = 0;
    for mark in memchr::memmem::find_iter(html.as_bytes(), MARK) {
        while let Some(at) = elements.next_if(|at| *at < mark) {
            if html[..at].ends_with("</") {
                around.pop();
            } else if html[..at].ends_with('<') {
                around.push(html[at..].starts_with("leptos-island"));
            }
        }
        if around.last() != Some(&true) {
            kept.push_str(&html[copied..mark]);
            copied = mark + MARK.len();
        }
    }
    kept.push_str(&html[copied..]);
    kept
}

/// What stands around `main`.
struct Frame {
    title: String,
    description: Option<String>,
    canonical: Option<String>,
    styles: &'static [&'static str],
    feeds: bool,
    islands: bool,
    demo: bool,
    section: Option<&'static str>,
}

impl Frame {
    fn of(view: &View<'_>, page: &impl Page) -> Self {
        Self {
            title: page.title(view),
            description: page.description(view),
            canonical: page.canonical(view),
            styles: page.styles(),
            feeds: page.feeds(),
            islands: page.islands(),
            demo: page.demo().unwrap_or(view.demo),
            section: page.section(),
        }
    }

    fn around(&self, view: &View<'_>, main: &str) -> String {
        let header = self.header(view);
        let footer = self.footer(view);
        let sprite = sprite(&[&header, main]);
        let mut html =
            String::with_capacity(4096 + sprite.len() + header.len() + main.len() + footer.len());
        html.push_str("<!DOCTYPE html>\n<html lang=\"");
        html.push_str(view.lang.tag());
        html.push_str(if view.large {
            "\" class=\"large\">\n"
        } else {
            "\">\n"
        });
        self.head(view, &mut html);
        html.push_str("<body>\n");
        html.push_str(&sprite);
        html.push_str(&header);
        html.push_str("<main id=\"main\">");
        html.push_str(main);
        html.push_str("</main>\n");
        html.push_str(&footer);
        html.push_str("</body>\n</html>\n");
        html
    }

    fn head(&self, view: &View<'_>, html: &mut String) {
        let l = view.l10n();
        let title = l.html(
            "shell-title",
            [
                ("title", self.title.as_str().into()),
                ("site", view.site.name.get(view.lang).into()),
            ],
        );
        let _ = write!(
            html,
            "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"format-detection\" content=\"telephone=no\">\n"
        );
        if let Some(description) = &self.description {
            let _ = writeln!(
                html,
                "<meta name=\"description\" content=\"{}\">",
                escape(description)
            );
        }
        match &self.canonical {
            Some(path) => {
                let _ = writeln!(
                    html,
                    "<link rel=\"canonical\" href=\"{}\">",
                    escape(&view.absolute(view.lang, path))
                );
                for lang in Lang::ALL {
                    let _ = writeln!(
                        html,
                        "<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">",
                        lang.tag(),
                        escape(&view.absolute(lang, path))
                    );
                }
            }
            None => html.push_str("<meta name=\"robots\" content=\"noindex\">\n"),
        }
        for style in self.styles.iter().filter_map(|name| view.assets.get(name)) {
            let _ = writeln!(
                html,
                "<link rel=\"stylesheet\" href=\"{}\"{}>",
                escape(&style.path),
                integrity(style)
            );
        }
        if let Some(icon) = view.assets.get("favicon.svg") {
            let _ = writeln!(
                html,
                "<link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">",
                escape(&icon.path)
            );
        }
        if let Some(manifest) = view.assets.get("manifest.webmanifest") {
            let _ = writeln!(
                html,
                "<link rel=\"manifest\" href=\"{}\">",
                escape(&manifest.path)
            );
        }
        if self.feeds {
            let title = l.text("nav-notices");
            let _ = write!(
                html,
                "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{title}\" href=\"/feeds/notices.atom\">\n\
                 <link rel=\"alternate\" type=\"application/feed+json\" title=\"{title}\" href=\"/feeds/notices.json\">\n"
            );
        }
        if let (true, Some(boot)) = (self.islands, view.assets.get("boot.js")) {
            let _ = writeln!(
                html,
                "<script defer src=\"{}\"{}></script>",
                escape(&boot.path),
                integrity(boot)
            );
        }
        html.push_str("</head>\n");
    }

    fn header(&self, view: &View<'_>) -> String {
        let l = view.l10n();
        let mut html = String::with_capacity(1024);
        // The name is a mark: it reads 秤星 in every language.
        let name = escape(&view.site.name.zh_cn);
        let name = if view.lang == Lang::ZhCn {
            name
        } else {
            format!("<span lang=\"zh-CN\">{name}</span>")
        };
        let _ = writeln!(
            html,
            "<a class=\"skip\" href=\"#main\">{}</a>",
            l.text("shell-skip")
        );
        html.push_str("<header>");
        if self.demo {
            let _ = write!(html, "<p class=\"demo\">{}</p>", l.text("shell-demo"));
        }
        let _ = write!(
            html,
            "<div class=\"mast wrap\"><a class=\"mast-name\" href=\"{}\"><svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#m-mark\"/></svg>{}</a>\
             <nav aria-label=\"{}\"><span class=\"mast-wide\">",
            escape(&view.href("/")),
            name,
            l.text("shell-nav")
        );
        self.links(view, &mut html, ["", ""]);
        html.push_str("</span>");
        for lang in Lang::ALL.into_iter().filter(|lang| *lang != view.lang) {
            let tag = lang.tag();
            let _ = write!(
                html,
                "<a href=\"{}\" lang=\"{tag}\" hreflang=\"{tag}\">{}</a>",
                escape(&view.in_lang(lang)),
                lang.switch()
            );
        }
        let size = l.text(if view.large {
            "shell-normal"
        } else {
            "shell-large"
        });
        let _ = writeln!(
            html,
            "<a href=\"{}\">{size}</a><a class=\"mast-menu\" href=\"#menu\">{}</a></nav></div></header>",
            escape(&view.resized()),
            l.text("shell-menu")
        );
        html
    }

    fn footer(&self, view: &View<'_>) -> String {
        let l = view.l10n();
        let mut html = String::with_capacity(1024);
        let imprint = view.site.imprint.get(view.lang);
        let imprint = if self.demo {
            l.html("shell-imprint-demo", [("imprint", imprint.into())])
        } else {
            escape(imprint)
        };
        let data = match view.data_at {
            Some(at) => l.html("shell-data-at", [("time", l.time(at).into())]),
            None => l.text("shell-no-data").to_owned(),
        };
        let _ = write!(
            html,
            "<footer class=\"foot\" id=\"menu\"><div class=\"wrap\"><div><p class=\"foot-say\">{}</p><p>{imprint}</p><p>{data}</p></div>\
             <nav aria-label=\"{}\"><ul>",
            l.text("shell-say"),
            l.text("shell-nav-footer")
        );
        self.links(view, &mut html, ["<li>", "</li>"]);
        html.push_str("</ul></nav></div></footer>\n");
        html
    }

    /// The links of the navigation, each between `around`.
    fn links(&self, view: &View<'_>, html: &mut String, around: [&str; 2]) {
        let l = view.l10n();
        for section in SECTIONS.iter().filter(|section| section.open) {
            let current = if self.section == Some(section.path) {
                " aria-current=\"page\""
            } else {
                ""
            };
            let _ = write!(
                html,
                "{}<a href=\"{}\"{current}>{}</a>{}",
                around[0],
                escape(&view.href(section.path)),
                l.text(section.key),
                around[1]
            );
        }
    }
}

fn integrity(asset: &Asset) -> String {
    if asset.integrity.is_empty() {
        String::new()
    } else {
        format!(" integrity=\"{}\"", escape(&asset.integrity))
    }
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn only_what_an_island_renders_itself_keeps_its_marks() {
        let html = "<p>a<!></p><leptos-island data-component=\"X\"><b><!></b><leptos-children><i><!></i></leptos-children><!></leptos-island><!>";
        let told = "<p>a</p><leptos-island data-component=\"X\"><b><!></b><leptos-children><i></i></leptos-children><!></leptos-island>";
        assert_eq!(without_marks(html), told);
    }
}
