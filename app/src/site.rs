//! What a deployment is called, and the assets that its pages link to.

use std::collections::HashMap;

use crate::Lang;

/// A text in every language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh_cn: String,
    /// English.
    pub en: String,
}

impl Words {
    /// From both languages.
    pub fn new(zh_cn: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh_cn: zh_cn.into(),
            en: en.into(),
        }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhCn => &self.zh_cn,
            Lang::En => &self.en,
        }
    }
}

/// This deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Scheme, host and port without a slash at the end: `https://chengxing.example`.
    pub public_url: String,
    /// The short name in the masthead: 秤星.
    pub name: Words,
    /// One line that says what this is and whose: 秤星，法定计量公开平台.
    pub imprint: Words,
    /// The authority that answers for the data.
    pub operator: Option<Words>,
    /// How to reach it, in words.
    pub contact: Option<Words>,
}

impl Site {
    /// The site of an unnamed deployment at `public_url`.
    pub fn at(public_url: impl Into<String>) -> Self {
        let public_url: String = public_url.into();
        Self {
            public_url: public_url.trim_end_matches('/').to_owned(),
            name: Words::new("秤星", "Chengxing"),
            imprint: Words::new(
                "秤星，法定计量公开平台",
                "Chengxing, the legal metrology register",
            ),
            operator: None,
            contact: None,
        }
    }
}

/// An asset that a page links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its address on this host.
    pub path: String,
    /// The value of its `integrity` attribute; empty for none.
    pub integrity: String,
}

/// Assets by logical name: `scan.css`, `more.css`, `boot.js`, `favicon.svg` …
#[derive(Clone, Debug, Default)]
pub struct Assets(HashMap<String, Asset>);

impl Assets {
    /// The asset of that name; where there is none, pages write no tag for it.
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.0.get(name)
    }

    /// Adds an asset.
    pub fn insert(&mut self, name: impl Into<String>, asset: Asset) {
        self.0.insert(name.into(), asset);
    }
}

impl FromIterator<(String, Asset)> for Assets {
    fn from_iter<T: IntoIterator<Item = (String, Asset)>>(assets: T) -> Self {
        Self(assets.into_iter().collect())
    }
}
