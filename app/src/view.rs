//! What every page knows of the request and the deployment.

use crate::{Assets, L10n, Lang, Site};

/// The circumstances in which a page is rendered. Nothing in it is personal: two visitors of one address
/// get the same bytes.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The language.
    pub lang: Lang,
    /// 大字, from `?size=large`.
    pub large: bool,
    /// The path without the language's prefix, with its query: where the language switch leads.
    pub path: &'a str,
    /// The assets.
    pub assets: &'a Assets,
    /// The deployment.
    pub site: &'a Site,
    /// The time of the newest publication, seconds since the epoch.
    pub data_at: Option<i64>,
    /// Whether the register holds demo data.
    pub demo: bool,
}

impl View<'_> {
    /// The texts of this language.
    pub fn l10n(&self) -> &'static L10n {
        self.lang.l10n()
    }

    /// The address of an internal page (`path` without prefix): in this language, and large if this page is.
    pub fn href(&self, path: &str) -> String {
        address(self.lang, path, self.large)
    }

    /// This page in another language.
    pub fn in_lang(&self, lang: Lang) -> String {
        address(lang, &without_size(self.path), self.large)
    }

    /// This page with the other size of type.
    pub fn resized(&self) -> String {
        address(self.lang, &without_size(self.path), !self.large)
    }

    /// The absolute address of a path in a language, without the size of type.
    pub fn absolute(&self, lang: Lang, path: &str) -> String {
        format!("{}{}", self.site.public_url, address(lang, path, false))
    }
}

/// The address of `path` (with its query or fragment) in `lang`.
fn address(lang: Lang, path: &str, large: bool) -> String {
    let (rest, fragment) = path
        .split_once('#')
        .map_or((path, None), |(p, f)| (p, Some(f)));
    let mut address = String::with_capacity(rest.len() + 16);
    address.push_str(lang.prefix());
    // `/en` and not `/en/`: one address a page.
    if rest != "/" || lang.prefix().is_empty() {
        if let (Some(query), false) = (rest.strip_prefix("/?"), lang.prefix().is_empty()) {
            address.push('?');
            address.push_str(query);
        } else {
            address.push_str(rest);
        }
    }
    if large {
        address.push(if rest.contains('?') { '&' } else { '?' });
        address.push_str("size=large");
    }
    if let Some(fragment) = fragment {
        address.push('#');
        address.push_str(fragment);
    }
    address
}

/// `path` without the parameter `size`.
fn without_size(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let rest: Vec<&str> = query
        .split('&')
        .filter(|p| !p.is_empty() && *p != "size" && !p.starts_with("size="))
        .collect();
    if rest.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", rest.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_language_and_size() {
        let site = Site::at("https://chengxing.example/");
        let assets = Assets::default();
        let view = View {
            lang: Lang::En,
            large: true,
            path: "/search?size=large&q=%E7%A7%A4",
            assets: &assets,
            site: &site,
            data_at: None,
            demo: false,
        };
        assert_eq!(view.href("/notices"), "/en/notices?size=large");
        assert_eq!(view.href("/search?q=1#r"), "/en/search?q=1&size=large#r");
        assert_eq!(view.href("/"), "/en?size=large");
        assert_eq!(view.in_lang(Lang::ZhCn), "/search?q=%E7%A7%A4&size=large");
        assert_eq!(view.resized(), "/en/search?q=%E7%A7%A4");
        let home = View {
            path: "/?size=large",
            ..view
        };
        assert_eq!(home.resized(), "/en");
        assert_eq!(home.in_lang(Lang::ZhCn), "/?size=large");
        assert_eq!(
            View {
                lang: Lang::ZhCn,
                ..home
            }
            .resized(),
            "/"
        );
        assert_eq!(
            view.absolute(Lang::ZhCn, "/i/1"),
            "https://chengxing.example/i/1"
        );
    }
}
