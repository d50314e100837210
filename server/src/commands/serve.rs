//! `chengxing serve`

use std::{net::SocketAddr, process::ExitCode, time::Duration};

use anyhow::Context;
use chengxing_app::{Site, Words};
use clap::{Args, builder::FalseyValueParser};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;

use super::{Common, labels};
use crate::{
    http::accept,
    routes,
    state::{AppState, Parts},
};

/// How often the register is asked whether another process has written.
const PULSE: Duration = Duration::from_millis(250);

/// What this deployment is called.
#[derive(Args, Clone)]
pub struct SiteOptions {
    /// The address under which people reach the portal; printed into every label
    #[arg(long, env = "CHENGXING_PUBLIC_URL", default_value = "http://127.0.0.1:3000", value_name = "URL", value_parser = public_url)]
    pub public_url: String,
    /// The authority that runs this portal, as the pages name it
    #[arg(long, env = "CHENGXING_AUTHORITY", value_name = "NAME")]
    pub authority: Option<String>,
    /// How to reach it: a mail address or telephone number, shown on the about page
    #[arg(long, env = "CHENGXING_CONTACT", value_name = "TEXT")]
    pub contact: Option<String>,
}

impl SiteOptions {
    /// The texts of this deployment.
    pub fn site(&self) -> Site {
        let both = |text: &Option<String>| text.as_ref().map(|t| Words::new(t, t));
        Site {
            operator: both(&self.authority),
            contact: both(&self.contact),
            ..Site::at(self.public_url.as_str())
        }
    }
}

fn public_url(text: &str) -> Result<String, String> {
    let wrong = "write http://HOST or https://HOST, with a port where one is needed and no path";
    let (scheme, host) = text.trim_end_matches('/').split_once("://").ok_or(wrong)?;
    let fits = host
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c));
    if !matches!(scheme, "http" | "https") || host.is_empty() || !fits {
        return Err(wrong.to_owned());
    }
    // Some phones refuse an upper-case scheme or host.
    Ok(format!("{scheme}://{}", host.to_ascii_lowercase()))
}

#[derive(Args)]
pub struct Options {
    /// Where to listen
    #[arg(
        long,
        env = "CHENGXING_LISTEN",
        default_value = "127.0.0.1:3000",
        value_name = "ADDR"
    )]
    listen: SocketAddr,
    /// Where to serve /metrics; nowhere unless given
    #[arg(long, env = "CHENGXING_METRICS", value_name = "ADDR")]
    metrics: Option<SocketAddr>,
    /// MiB that rendered pages may fill; 0 keeps none
    #[arg(
        long,
        env = "CHENGXING_PAGE_CACHE",
        default_value_t = 48,
        value_name = "MIB"
    )]
    page_cache: u64,
    /// A proxy in front speaks TLS: answers carry HSTS
    #[arg(long, env = "CHENGXING_BEHIND_TLS", value_parser = FalseyValueParser::new())]
    behind_tls: bool,
    /// A font file with the characters that the labels' built-in face lacks
    #[arg(long, env = "CHENGXING_TYPEFACE", value_name = "FILE")]
    typeface: Option<std::path::PathBuf>,
    /// Log as JSON lines
    #[arg(long, env = "CHENGXING_LOG_JSON", value_parser = FalseyValueParser::new())]
    log_json: bool,
    #[command(flatten)]
    site: SiteOptions,
}

pub async fn run(common: Common, options: Options) -> anyhow::Result<ExitCode> {
    log(options.log_json);
    let recorder = PrometheusBuilder::new()
        .install_recorder()
        .context("metrics")?;
    let (rules, divisions) = common.rules()?;
    let plan = common.plan()?;
    let repository = common.open().await?;
    let state = AppState::new(Parts {
        repository,
        rules,
        plan,
        divisions,
        site: options.site.site(),
        typeface: labels::typeface(options.typeface.as_ref())?,
        clock: common.clock(),
        cache_bytes: options.page_cache * 1024 * 1024,
        behind_tls: options.behind_tls,
    });
    match state.repository.roll(state.today()).await {
        Ok(rolled) => tracing::info!(rolled, "instruments whose future has come"),
        Err(error) => tracing::error!(%error, "lists could not be brought to today"),
    }
    state.look().await;
    if crate::assets::all().is_empty() {
        tracing::warn!("this binary was built without assets: run `cargo xtask build`");
    }

    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("cannot listen on {}", options.listen))?;
    if let Some(address) = options.metrics {
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}"))?;
        tokio::spawn(metrics_server(listener, recorder.clone()));
    }
    tokio::spawn(upkeep(recorder));
    tokio::spawn(watch(state.clone()));
    let address = listener.local_addr()?;
    println!("秤星 http://{address}");
    tracing::info!(%address, "serving");
    accept::serve(listener, routes::router(state.clone()), stop()).await?;
    state.repository.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

fn log(json: bool) {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::try_from_env("CHENGXING_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,access=warn"));
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let builder = fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        .with_writer(std::io::stderr);
    if json {
        builder.json().init();
    } else {
        builder.init();
    }
}

/// Sees what other processes write, and what midnight changes.
async fn watch(state: AppState) {
    let mut day = state.today();
    loop {
        tokio::time::sleep(PULSE).await;
        state.look().await;
        let today = state.today();
        if today != day {
            match state.repository.roll(today).await {
                Ok(rolled) => {
                    tracing::info!(%today, rolled, "a new day");
                    day = today;
                }
                // Tried again with the next look; pages derive their verdicts from the history anyway.
                Err(error) => tracing::warn!(%error, "lists could not be brought to today"),
            }
        }
    }
}

async fn upkeep(recorder: PrometheusHandle) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        recorder.run_upkeep();
    }
}

async fn metrics_server(listener: TcpListener, recorder: PrometheusHandle) {
    let router = axum::Router::new().route(
        "/metrics",
        axum::routing::get(async move || recorder.render()),
    );
    if let Err(error) = accept::serve(listener, router, std::future::pending()).await {
        tracing::error!(%error, "metrics are no longer served");
    }
}

/// Completes on SIGTERM or Ctrl-C.
async fn stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
