//! PostgreSQL over TLS: `sslmode` of the URL does what it says.

use chengxing_tests::{Engine, Portal, files, postgres::WithTls};

/// For each connection of a server to its database, whether it is under TLS.
fn connections(portal: &Portal) -> Vec<String> {
    portal
        .database()
        .expect("it is on PostgreSQL")
        .run(
            "SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
             WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()",
        )
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_register_is_reached_over_tls_as_sslmode_says() {
    let folder = Portal::new();
    let bare = Portal::on(Engine::Postgres).connecting("sslmode=require");
    let tls = WithTls::begin(folder.path("server").parent().expect("a folder"));
    let root = tls.certificate().display().to_string();

    let table = files::verifications("TLS", 20).csv(b',');
    let portal = Portal::on(Engine::Postgres).connecting("sslmode=require");
    portal
        .import("verifications", &portal.file("a.csv", table), &[])
        .ok();
    let server = portal.serve();
    assert_eq!(server.all("limit=100").len(), 20);
    let under_tls = connections(&portal);
    assert!(
        !under_tls.is_empty() && under_tls.iter().all(|c| c == "t"),
        "{under_tls:?}"
    );
    drop(server);

    // Who the server is counts only where it is asked for.
    let told = |parameters: &str| {
        Portal::on(Engine::Postgres)
            .connecting(parameters)
            .run(&["check"])
    };
    told("sslmode=verify-full").refused();
    told("sslmode=verify-ca").refused();
    told(&format!("sslmode=verify-full&sslrootcert={root}")).ok();
    told("sslmode=disable").ok();
    drop(tls);
    // The server takes the change in its own time.
    let mut output = bare.run(&["check"]);
    for _ in 0..100 {
        if output.code != Some(0) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        output = bare.run(&["check"]);
    }
    let output = output.refused();
    assert!(
        output.stderr.contains("TLS"),
        "it does not say why: {}",
        output.stderr
    );
}
