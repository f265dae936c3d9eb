//! The service: asks, refuses, or calls what is behind it and adds to its response.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{HeaderValue, Request, Response, StatusCode, header};
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{Shared, headers};
use crate::endpoint::Ruling;

/// A service behind a policy.
#[derive(Debug, Clone)]
pub struct PolicyService<S> {
    inner: S,
    shared: Arc<Shared>,
}

impl<S> PolicyService<S> {
    pub(super) fn new(inner: S, shared: Arc<Shared>) -> Self {
        Self { inner, shared }
    }
}

impl<S, RequestBody, ResponseBody> Service<Request<RequestBody>> for PolicyService<S>
where
    S: Service<Request<RequestBody>, Response = Response<ResponseBody>>,
    ResponseBody: Default,
{
    type Response = Response<ResponseBody>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<RequestBody>) -> Self::Future {
        let ruling = headers::rule(&self.shared, &request);
        let future = if ruling.status.is_some() { None } else { Some(self.inner.call(request)) };
        ResponseFuture { future, ruling, shared: Arc::clone(&self.shared) }
    }
}

pin_project! {
    /// The response to come: a refusal, an answer to a preflight, or the service's own.
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        future: Option<F>,
        ruling: Ruling,
        shared: Arc<Shared>,
    }
}

impl<F, Body, Error> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<Body>, Error>>,
    Body: Default,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut response = match this.future.as_pin_mut() {
            Some(future) => ready!(future.poll(cx))?,
            None => answer(this.ruling),
        };
        headers::add(response.headers_mut(), &this.shared.endpoint, this.ruling);
        Poll::Ready(Ok(response))
    }
}

/// An answer without a handler.
fn answer<Body: Default>(ruling: &Ruling) -> Response<Body> {
    let mut response = Response::new(Body::default());
    let status = ruling.status.and_then(|status| StatusCode::from_u16(status).ok());
    *response.status_mut() = status.unwrap_or(StatusCode::FORBIDDEN);
    if ruling.is_refusal() {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
