//! The policy for requests as `tower` layers: in front of `axum`, of `rmcp`'s Streamable HTTP service, of any service of
//! HTTP requests. They compose with `tower-http`'s.
//!
//! A refusal is 403, or 503 for a speculative request, with an empty body and `Vary`; the handler is not called. It is told
//! of by `tracing` at the target `mcp_cordon`, as a warning whose fields have OpenTelemetry's names: a client's first five a
//! minute, and with the tenth a storm, in memory of a fixed size. No credential is in it, and no query unless asked for.
//!
//! ```
//! use mcp_cordon::cors::{CorsPolicy, CorsPreset};
//! use mcp_cordon::fetch_metadata::{Isolation, IsolationInput};
//! use mcp_cordon::tower::IsolationLayer;
//!
//! # fn main() -> Result<(), mcp_cordon::error::Error> {
//! let isolation = Isolation::parse(IsolationInput {
//!     allowed_hosts: Some(vec!["mcp.example.com".into()]),
//!     ..IsolationInput::default()
//! })?;
//! let cors = CorsPolicy::mcp(CorsPreset::Mcp20251125, ["https://client.example.com"])?;
//! let layer = IsolationLayer::new(isolation).with_cors(cors)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Deployment caveat
//!
//! Put it outside authentication, since preflights carry none, and inside whatever logs or times requests. Around a whole
//! router (`layer.layer(router)`) no refusal shows which routes there are; `axum`'s `Router::layer` puts it within, where a
//! refusal of a method that a route lacks says which it has. A router that cuts a prefix off paths (`axum`'s `nest`) cuts it before layers within it: `exempt_paths` are compared with what is left.

mod headers;
mod refusal;
mod service;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::{Extensions, HeaderMap};
use tower_layer::Layer;

use crate::cors::CorsPolicy;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::fetch_metadata::Isolation;
use refusal::Refusals;
pub use service::{PolicyService, ResponseFuture};

/// Isolation by Fetch Metadata in front of a service, and CORS if it is given a policy.
#[derive(Debug, Clone)]
pub struct IsolationLayer {
    shared: Arc<Shared>,
}

/// CORS alone in front of a service: for one that is meant for everybody.
#[derive(Debug, Clone)]
pub struct CorsLayer {
    shared: Arc<Shared>,
}

/// What all clones of a layer and of its services have in common.
#[derive(Debug)]
struct Shared {
    endpoint: Endpoint,
    scheme: Option<&'static str>,
    local_address: Option<String>,
    client: Option<ClientAddress>,
    logs_queries: bool,
    refusals: Refusals,
    has_warned: AtomicBool,
}

/// What is said once where a rebound name would not be told from the server's own.
const REBINDING: &str = "no allowed_hosts and no listens_at: a page whose name was pointed at this server passes for one of \
                         its own";

type FindClient = dyn Fn(&HeaderMap, &Extensions) -> Option<IpAddr> + Send + Sync;

#[derive(Clone)]
struct ClientAddress(Arc<FindClient>);

impl fmt::Debug for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientAddress")
    }
}

impl Shared {
    /// *Threat:* DNS rebinding, against which neither a list of hosts nor the address that is listened at was given.
    fn warn_of_rebinding(&self) {
        let is_known = self.endpoint.names_hosts() || self.local_address.is_some();
        if !is_known && !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(target: "mcp_cordon", "{REBINDING}");
        }
    }

    fn of(endpoint: Endpoint) -> Arc<Self> {
        Arc::new(Self {
            endpoint,
            scheme: None,
            local_address: None,
            client: None,
            logs_queries: false,
            refusals: Refusals::default(),
            has_warned: AtomicBool::default(),
        })
    }

    /// A layer is made before it is shared; one that was cloned is taken apart.
    fn changed(self: Arc<Self>, change: impl FnOnce(&mut Self)) -> Arc<Self> {
        let mut own = Arc::try_unwrap(self).unwrap_or_else(|shared| Self {
            endpoint: shared.endpoint.clone(),
            scheme: shared.scheme,
            local_address: shared.local_address.clone(),
            client: shared.client.clone(),
            logs_queries: shared.logs_queries,
            refusals: Refusals::default(),
            has_warned: AtomicBool::default(),
        });
        change(&mut own);
        Arc::new(own)
    }
}

impl IsolationLayer {
    /// Isolation by checked options.
    pub fn new(isolation: Isolation) -> Self {
        Self { shared: Shared::of(Endpoint::of_isolation(isolation)) }
    }

    /// Answers by a CORS policy besides. The origins that it lists are trusted.
    ///
    /// # Errors
    /// [`InvalidOption`](crate::error::ErrorKind::InvalidOption): a policy of `*`, see [`Endpoint::new`].
    pub fn with_cors(self, policy: CorsPolicy) -> Result<Self, Error> {
        let endpoint = self.shared.endpoint.clone().with_cors(policy)?;
        Ok(Self { shared: self.shared.changed(|shared| shared.endpoint = endpoint) })
    }

    /// Clients reach the service by TLS, which it has itself or which a proxy has. Without this, an `Origin` that has to be
    /// compared with `Host` counts with either scheme.
    #[must_use]
    pub fn behind_tls(self) -> Self {
        Self { shared: self.shared.changed(|shared| shared.scheme = Some("https")) }
    }

    /// The address that the service listens at. At a loopback address, without `allowed_hosts`, it answers to the names of
    /// loopback alone: a page whose name was pointed at this machine gets nothing. Without either, or with `0.0.0.0`, a layer
    /// warns once.
    #[must_use]
    pub fn listens_at(self, address: IpAddr) -> Self {
        let known = Some(address.to_canonical()).filter(|address| !address.is_unspecified());
        Self { shared: self.shared.changed(|shared| shared.local_address = known.map(|address| address.to_string())) }
    }

    /// Tells of a refused request's query too, which may hold secrets.
    #[must_use]
    pub fn log_queries(self) -> Self {
        Self { shared: self.shared.changed(|shared| shared.logs_queries = true) }
    }

    /// Where a client's address is, for refusals to be counted a client: an extension that the server adds, or a header
    /// that a proxy of your own adds. Without this, all clients are one.
    #[must_use]
    pub fn with_client(self, find: impl Fn(&HeaderMap, &Extensions) -> Option<IpAddr> + Send + Sync + 'static) -> Self {
        let find = ClientAddress(Arc::new(find));
        Self { shared: self.shared.changed(|shared| shared.client = Some(find)) }
    }
}

impl CorsLayer {
    /// CORS by a checked policy. It refuses the origins that are not listed, this server's own too.
    pub fn new(policy: CorsPolicy) -> Self {
        Self { shared: Shared::of(Endpoint::of_cors(policy)) }
    }
}

impl<S> Layer<S> for IsolationLayer {
    type Service = PolicyService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        self.shared.warn_of_rebinding();
        PolicyService::new(inner, Arc::clone(&self.shared))
    }
}

impl<S> Layer<S> for CorsLayer {
    type Service = PolicyService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        PolicyService::new(inner, Arc::clone(&self.shared))
    }
}
