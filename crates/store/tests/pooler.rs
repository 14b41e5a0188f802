//! A connection pooler between Muster and PostgreSQL is refused at the start: prepared statements, settings and locks belong to a
//! connection, which it gives to somebody else with each transaction.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use muster_store::{Db, StoreError};

/// A PgBouncer before the tests' server, which ends with the value.
struct Pooler {
    child: Child,
    port: u16,
}

impl Pooler {
    fn start(folder: &Path, more: &str) -> Self {
        let server = std::env::var("MUSTER_TEST_POSTGRES").unwrap();
        let server_port = server.rsplit_once(':').unwrap().1;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = folder.join(format!("{port}.ini"));
        let text = format!(
            "[databases]\n* = host=127.0.0.1 port={server_port} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n{more}\n"
        );
        std::fs::write(&config, text).unwrap();
        let mut command = Command::new("/usr/sbin/pgbouncer");
        // It refuses to run as root; the user is that of the tests' server.
        if Path::new("/proc/self").metadata().is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
            command.args(["-u", "muster-test"]);
        }
        let child = command.arg(config).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let pooler = Self { child, port };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        pooler
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_pooler_is_refused_with_the_setting_that_it_keeps_back() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    for more in ["", "ignore_startup_parameters = options, extra_float_digits"] {
        let pooler = Pooler::start(folder.path(), more);
        let opened = Db::open(&format!("postgres://postgres@127.0.0.1:{}/postgres", pooler.port)).await;
        assert!(matches!(opened, Err(StoreError::Pooled)), "{more}: {opened:?}");
    }
}
