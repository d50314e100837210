//! Pages for people, one file an address. A handler extracts, loads, renders.

use std::borrow::Cow;

use chengxing_app::{Lang, Page, View};
use http::{StatusCode, Uri};

use crate::{http::cache::Made, state::AppState};

pub mod about;
pub mod coming;
pub mod error;
pub mod feeds;
pub mod files;
pub mod health;
pub mod home;
pub mod label;
pub mod notice;
pub mod notices;
pub mod scan;
pub mod search;

/// What a page's address says besides what is asked: the language and the size of type.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// The language.
    pub lang: Lang,
    /// 大字
    pub large: bool,
    /// The path without the language's prefix, with the query.
    pub path: String,
    /// The parameters, decoded, in order.
    pub parameters: Vec<(String, String)>,
}

impl Circumstances {
    /// Reads an address.
    pub fn of(uri: &Uri) -> Self {
        let whole = uri.path_and_query().map_or("/", |p| p.as_str());
        let (lang, rest) = match whole.strip_prefix("/en") {
            Some("") => (Lang::En, Cow::Borrowed("/")),
            Some(rest) if rest.starts_with('/') => (Lang::En, Cow::Borrowed(rest)),
            Some(rest) if rest.starts_with('?') => (Lang::En, Cow::Owned(format!("/{rest}"))),
            _ => (Lang::ZhCn, Cow::Borrowed(whole)),
        };
        let parameters = parameters(uri.query().unwrap_or_default());
        let large = parameters.iter().any(|(k, v)| k == "size" && v == "large");
        Self {
            lang,
            large,
            path: rest.into_owned(),
            parameters,
        }
    }

    /// The first value of a parameter, trimmed; `None` when it is missing or empty.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(k, _)| k == name)
            .map(|(_, v)| v.trim())
            .filter(|v| !v.is_empty())
    }

    /// The view of this address.
    pub fn view<'a>(&'a self, state: &'a AppState) -> View<'a> {
        let pulse = state.pulse();
        View {
            lang: self.lang,
            large: self.large,
            path: &self.path,
            assets: &state.assets,
            site: &state.site,
            data_at: pulse.data_at,
            demo: pulse.demo,
        }
    }

    /// A page rendered.
    pub fn render(&self, state: &AppState, status: StatusCode, page: impl Page) -> Made {
        Made::html(status, chengxing_app::render(&self.view(state), page))
    }

    /// The key of a page in the cache: what the address asks, with only the parameters that count.
    pub fn key(&self, name: &str, counted: &[&str]) -> String {
        let mut key = format!("{}{name}?{}", self.lang.prefix(), u8::from(self.large));
        for parameter in counted {
            if let Some(value) = self.parameter(parameter) {
                key.push('\u{1F}');
                key.push_str(parameter);
                key.push('=');
                key.push_str(value);
            }
        }
        // The page links to itself in the other language and size: the address as written is part of it.
        key.push('\u{1E}');
        key.push_str(&self.path);
        key
    }
}

/// The longest value of a parameter that is looked at, in characters.
const LONGEST: usize = 300;

/// The parameters of a query, decoded; bytes that are not UTF-8 become U+FFFD.
fn parameters(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        let text = percent_encoding::percent_decode_str(&text)
            .decode_utf8_lossy()
            .into_owned();
        text.chars()
            .filter(|c| !c.is_control())
            .take(LONGEST)
            .collect::<String>()
    };
    query
        .split('&')
        .filter(|p| !p.is_empty())
        .take(32)
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_first_step_of_the_path() {
        let of = |uri: &str| Circumstances::of(&uri.parse().unwrap());
        assert_eq!((of("/en").lang, of("/en").path), (Lang::En, "/".to_owned()));
        assert_eq!(
            (of("/en/i/1?on=2").lang, of("/en/i/1?on=2").path),
            (Lang::En, "/i/1?on=2".to_owned())
        );
        assert_eq!(of("/en?size=large").path, "/?size=large");
        assert_eq!(of("/energy").lang, Lang::ZhCn);
        assert!(of("/?q=1&size=large").large);
    }

    #[test]
    fn hostile_parameters_are_only_text() {
        let c = Circumstances::of(&"/search?q=%00%ff%3Cb%3E+x&q=2".parse().unwrap());
        assert_eq!(c.parameter("q"), Some("\u{FFFD}<b> x"));
        assert_eq!(c.parameter("none"), None);
    }
}
