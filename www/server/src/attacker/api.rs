//! `/attacker/…` on the page's origin: opens and closes slots, and tells what reached them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Attacker, Report};

pub(crate) fn router(attacker: Arc<Attacker>) -> Router {
    Router::new()
        .route("/attacker/open", post(open))
        .route("/attacker/log", get(log))
        .route("/attacker/close", post(close))
        .route("/attacker/reset", post(reset))
        .with_state(attacker)
}

type Refused = (StatusCode, String);

#[derive(Debug, Deserialize)]
struct Wanted {
    slots: usize,
}

#[derive(Debug, Deserialize)]
struct Named {
    slots: Vec<String>,
}

async fn open(State(attacker): State<Arc<Attacker>>, body: Bytes) -> Result<Json<Value>, Refused> {
    let Wanted { slots: count } = parse(&body, r#"{"slots": 2}"#)?;
    let most = attacker.most();
    if count == 0 || count > most {
        return Err((StatusCode::BAD_REQUEST, format!("slots: {count}: expected a number from 1 to {most}\n")));
    }
    let slots = attacker
        .open(count)
        .map_err(|error| (StatusCode::SERVICE_UNAVAILABLE, format!("cannot open {count} slots: {error}\n")))?;
    let slots: Vec<Value> = slots.iter().map(|slot| json!({ "id": slot.id, "origin": slot.origin() })).collect();
    Ok(Json(json!({ "slots": slots })))
}

#[derive(Debug, Deserialize)]
struct Which {
    /// Ids, between commas.
    slots: Option<String>,
}

#[derive(Debug, Serialize)]
struct Log {
    slots: BTreeMap<String, Report>,
}

async fn log(State(attacker): State<Arc<Attacker>>, Query(which): Query<Which>) -> Json<Log> {
    let ids: Option<Vec<&str>> = which.slots.as_ref().map(|ids| ids.split(',').collect());
    let slots = attacker.slots(ids.as_deref());
    Json(Log { slots: slots.iter().map(|slot| (slot.id.clone(), slot.report())).collect() })
}

async fn close(State(attacker): State<Arc<Attacker>>, body: Bytes) -> Result<StatusCode, Refused> {
    let Named { slots } = parse(&body, r#"{"slots": ["s17"]}"#)?;
    attacker.close(&slots);
    Ok(StatusCode::NO_CONTENT)
}

async fn reset(State(attacker): State<Arc<Attacker>>) -> StatusCode {
    attacker.reset();
    StatusCode::NO_CONTENT
}

/// Whatever its type is said to be: a page that goes away sends it as a beacon.
fn parse<T: DeserializeOwned>(body: &[u8], example: &str) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| {
        let said: String = String::from_utf8_lossy(body).chars().take(80).collect();
        (StatusCode::BAD_REQUEST, format!("{said:?} is not like {example}: {error}\n"))
    })
}
