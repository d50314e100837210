//! Styles: `style/bundles.toml` names each bundle and the files it is made of, in order.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use super::javascript::{self, Kind};
use crate::workspace::Workspace;

/// Every bundle's file name and minified content.
pub fn bundles(workspace: &Workspace) -> Result<Vec<(String, Vec<u8>)>> {
    let folder = workspace.root.join("style");
    let list = fs::read_to_string(folder.join("bundles.toml")).context("style/bundles.toml")?;
    let list: BTreeMap<String, Vec<String>> =
        toml::from_str(&list).context("style/bundles.toml: bundle = [\"file.css\", …]")?;
    list.into_iter()
        .map(|(name, files)| {
            let mut css = Vec::new();
            for file in files {
                let path = folder.join(&file);
                css.extend(fs::read(&path).with_context(|| format!("style/{file} of {name}"))?);
                css.push(b'\n');
            }
            let minified = javascript::minify(workspace, &css, Kind::Style, &[])
                .with_context(|| format!("minifying {name}"))?;
            let name = name.strip_suffix(".css").unwrap_or(&name);
            Ok((format!("{name}.css"), minified))
        })
        .collect()
}
