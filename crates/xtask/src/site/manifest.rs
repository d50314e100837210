//! The finished assets and the two lists of them: `manifest.json` for people and tools,
//! `assets.rs` for the server, which includes their bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::{Flavour, digest, files_below};

/// The list for people and tools.
pub const MANIFEST: &str = "manifest.json";
/// The list for the server.
pub const TABLE: &str = "assets.rs";

/// One asset, as the manifest shows it. Sizes are bytes; a missing one means that compression
/// would not have paid.
#[derive(Clone, Serialize)]
pub struct Asset {
    /// Its address on the site.
    pub path: String,
    /// The value of an `integrity` attribute.
    pub integrity: String,
    /// Its media type.
    content_type: &'static str,
    /// Whether the name changes with the content.
    immutable: bool,
    size: usize,
    br: Option<usize>,
    gz: Option<usize>,
    #[serde(skip)]
    etag: String,
}

/// The folder of finished assets while it is being filled.
pub struct Site {
    folder: PathBuf,
    flavour: Flavour,
    assets: BTreeMap<String, Asset>,
}

impl Site {
    /// Starts filling a folder. What it holds from earlier is used again where it still fits.
    pub fn new(folder: PathBuf, flavour: Flavour) -> Self {
        Self {
            folder,
            flavour,
            assets: BTreeMap::new(),
        }
    }

    /// Adds an asset under a name with its hash in it, below `/assets/`.
    pub fn add_hashed(&mut self, name: &str, content: &[u8]) -> Result<Asset> {
        let (stem, extension) = name.rsplit_once('.').context("an asset has an extension")?;
        let path = format!("/assets/{stem}-{}.{extension}", digest::short(content));
        self.add(name, path, true, content)
    }

    /// Adds an asset under its own name.
    pub fn add_plain(&mut self, name: &str, content: &[u8]) -> Result<Asset> {
        self.add(name, format!("/{name}"), false, content)
    }

    fn add(&mut self, name: &str, path: String, immutable: bool, content: &[u8]) -> Result<Asset> {
        let asset = Asset {
            integrity: digest::integrity(content),
            content_type: content_type(name),
            immutable,
            size: content.len(),
            br: None,
            gz: None,
            etag: digest::hex(content).chars().take(16).collect(),
            path,
        };
        let file = self.file(&asset);
        // Unchanged content keeps its compressed companions, which are the slow part.
        if fs::read(&file).ok().as_deref() != Some(content) {
            fs::create_dir_all(file.parent().context("an asset lies in a folder")?)?;
            for stale in [with_suffix(&file, "br"), with_suffix(&file, "gz")] {
                if stale.exists() {
                    fs::remove_file(stale)?;
                }
            }
            fs::write(&file, content)?;
        }
        self.assets.insert(name.to_owned(), asset.clone());
        Ok(asset)
    }

    fn file(&self, asset: &Asset) -> PathBuf {
        self.folder.join(asset.path.trim_start_matches('/'))
    }

    /// Compresses, sweeps out what no longer belongs, and writes the two lists.
    pub fn finish(mut self) -> Result<()> {
        if self.flavour == Flavour::Release {
            self.compress()?;
        }
        self.sweep()?;
        let json = serde_json::to_string_pretty(&self.assets)? + "\n";
        write_if_changed(&self.folder.join(MANIFEST), &json)?;
        write_if_changed(&self.folder.join(TABLE), &self.table()?)
    }

    fn compress(&mut self) -> Result<()> {
        let folder = self.folder.clone();
        let results: Vec<Result<()>> = thread::scope(|scope| {
            let workers: Vec<_> = self
                .assets
                .values_mut()
                .filter(|asset| is_compressible(asset.content_type))
                .map(|asset| {
                    let file = folder.join(asset.path.trim_start_matches('/'));
                    scope.spawn(move || {
                        let content = fs::read(&file)?;
                        asset.br = keep_smaller(&content, &with_suffix(&file, "br"), brotli)?;
                        asset.gz = keep_smaller(&content, &with_suffix(&file, "gz"), gzip)?;
                        Ok(())
                    })
                })
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join().map_err(|_| anyhow!("compressing panicked"))?)
                .collect()
        });
        results.into_iter().collect()
    }

    fn sweep(&self) -> Result<()> {
        let mut kept = BTreeSet::from([self.folder.join(MANIFEST), self.folder.join(TABLE)]);
        for asset in self.assets.values() {
            let file = self.file(asset);
            if asset.br.is_some() {
                kept.insert(with_suffix(&file, "br"));
            }
            if asset.gz.is_some() {
                kept.insert(with_suffix(&file, "gz"));
            }
            kept.insert(file);
        }
        for file in files_below(&self.folder)? {
            if !kept.contains(&file) {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }

    /// A Rust expression: a slice of the server's `Asset`, in the order of their paths.
    fn table(&self) -> Result<String> {
        let mut by_path: Vec<(&String, &Asset)> = self.assets.iter().collect();
        by_path.sort_by_key(|(_, asset)| &asset.path);
        let mut table = String::from("&[\n");
        for (name, asset) in by_path {
            let bytes = |suffix: &str| {
                format!(
                    "include_bytes!(concat!(env!(\"CHENGXING_SITE_DIR\"), {:?}))",
                    {
                        let mut path = asset.path.clone();
                        path.push_str(suffix);
                        path
                    }
                )
            };
            let compressed = |size: Option<usize>, suffix: &str| {
                size.map_or_else(|| "None".to_owned(), |_| format!("Some({})", bytes(suffix)))
            };
            writeln!(
                table,
                "    Asset {{ name: {name:?}, path: {:?}, content_type: {:?}, integrity: {:?}, \
                 digest: {:?}, immutable: {}, identity: {}, brotli: {}, gzip: {} }},",
                asset.path,
                asset.content_type,
                asset.integrity,
                asset.etag,
                asset.immutable,
                bytes(""),
                compressed(asset.br, ".br"),
                compressed(asset.gz, ".gz"),
            )?;
        }
        table.push_str("]\n");
        Ok(table)
    }
}

/// Writes only what differs: the server's build script looks at the time of change.
fn write_if_changed(file: &Path, content: &str) -> Result<()> {
    if fs::read_to_string(file).ok().as_deref() != Some(content) {
        fs::write(file, content).with_context(|| format!("writing {}", file.display()))?;
    }
    Ok(())
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

fn keep_smaller(
    content: &[u8],
    file: &Path,
    compress: fn(&[u8]) -> Result<Vec<u8>>,
) -> Result<Option<usize>> {
    if let Ok(existing) = fs::metadata(file) {
        return Ok(Some(existing.len() as usize));
    }
    let compressed = compress(content)?;
    if compressed.len() >= content.len() {
        return Ok(None);
    }
    // Written aside and renamed: half a file left by a killed build would look finished.
    let aside = with_suffix(file, "tmp");
    fs::write(&aside, &compressed)?;
    fs::rename(&aside, file)?;
    Ok(Some(compressed.len()))
}

/// Brotli at its best, as the assets and `bench size` use it.
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

fn is_compressible(content_type: &str) -> bool {
    !matches!(
        content_type,
        "image/png" | "font/woff2" | "application/octet-stream"
    )
}
