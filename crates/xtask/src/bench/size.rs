//! What a phone downloads: brotli bytes of the scan page and of every asset.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use serde::Deserialize;

use super::server::Server;
use crate::build;
use crate::setup::{self, Scope};
use crate::site::manifest;
use crate::workspace::Workspace;

/// With which data.
#[derive(Args)]
pub struct Options {
    /// The data folder whose scan page is measured; left out if there is none
    #[arg(long, env = "CHENGXING_DATA", default_value = "data")]
    data: PathBuf,
}

#[derive(Deserialize)]
struct Asset {
    size: usize,
    br: Option<usize>,
    gz: Option<usize>,
}

/// Prints the table.
pub fn size(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::setup(workspace, Scope::Build)?;
    let binary = build::release(workspace)?;
    println!(
        "{:<24} {:>9} {:>9} {:>9}",
        "asset", "bytes", "gzip", "brotli"
    );
    let list = fs::read_to_string(workspace.site().join(manifest::MANIFEST))?;
    let assets: BTreeMap<String, Asset> = serde_json::from_str(&list)?;
    let shown = |size: Option<usize>| size.map_or_else(|| "-".to_owned(), |size| size.to_string());
    for (name, asset) in &assets {
        println!(
            "{name:<24} {:>9} {:>9} {:>9}",
            asset.size,
            shown(asset.gz),
            shown(asset.br)
        );
    }
    let has_data = fs::read_dir(&options.data).is_ok_and(|mut entries| entries.next().is_some());
    if !has_data {
        println!(
            "no data in {}: pages are not measured",
            options.data.display()
        );
        return Ok(());
    }
    let server = Server::start(&binary, &options.data)?;
    let list = server.get("/api/v1/instruments?limit=1")?;
    let list: serde_json::Value = serde_json::from_slice(&list).context("reading the list")?;
    let code = list["items"][0]["code"]
        .as_str()
        .context("the data has no instrument")?;
    let pages = [
        ("scan page", format!("/i/{code}")),
        ("home", "/".to_owned()),
        ("search", "/search".to_owned()),
        ("notices", "/notices".to_owned()),
    ];
    let style = assets
        .get("scan.css")
        .and_then(|asset| asset.br)
        .unwrap_or_default();
    for (name, path) in pages {
        let page = server.get(&path)?;
        let brotli = manifest::brotli(&page)?.len();
        println!("{name:<24} {:>9} {:>9} {brotli:>9}", page.len(), "");
        if name == "scan page" {
            println!(
                "{:<24} {:>9} {:>9} {:>9}",
                "  with scan.css",
                "",
                "",
                brotli + style
            );
        }
    }
    Ok(())
}
