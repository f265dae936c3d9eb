//! Refusals, told of by `tracing`.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use tracing::{Level, event, field};

use crate::endpoint::Ruling;
use crate::fetch_metadata::{Facts, RefusalMeter, STORM, Signal};

/// Counts refusals and tells of them.
#[derive(Debug)]
pub(super) struct Refusals {
    meter: Mutex<RefusalMeter>,
    since: Instant,
}

impl Default for Refusals {
    fn default() -> Self {
        Self { meter: Mutex::default(), since: Instant::now() }
    }
}

impl Refusals {
    /// OpenTelemetry's semantic conventions name what a request is; `cordon.reason` is the decision's word.
    pub(super) fn tell(&self, facts: &Facts<'_>, ruling: &Ruling, client: Option<IpAddr>, query: Option<&str>) {
        let Signal { log, storm } = self.count(client);
        let client = client.map(field::display);
        if log {
            event!(name: "cordon.refusal", target: "mcp_cordon", Level::WARN, {
                "event.name" = "cordon.refusal",
                "cordon.reason" = %ruling.reason,
                "http.request.method" = facts.method,
                "http.response.status_code" = ruling.status,
                "url.path" = facts.path,
                "url.query" = query,
                "server.address" = facts.host,
                "client.address" = client.as_ref(),
                "http.request.header.origin" = facts.origin,
                "http.request.header.sec-fetch-site" = facts.site,
                "http.request.header.sec-fetch-mode" = facts.mode,
                "http.request.header.sec-fetch-dest" = facts.dest,
                "http.request.header.sec-fetch-user" = facts.user,
                "http.request.header.sec-purpose" = facts.purpose,
            }, "refused a request");
        }
        if storm {
            event!(name: "cordon.storm", target: "mcp_cordon", Level::WARN, {
                "event.name" = "cordon.storm",
                "client.address" = client.as_ref(),
            }, "refused {STORM} requests of one client within a minute");
        }
    }

    fn count(&self, client: Option<IpAddr>) -> Signal {
        let now = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let client = client.map(|client| client.to_string()).unwrap_or_default();
        // Whoever panicked with the lock left a count at worst.
        self.meter.lock().unwrap_or_else(PoisonError::into_inner).refused(&client, now)
    }
}
