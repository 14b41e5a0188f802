//! Who sends a request, and what a handler works with.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use muster_store::StoreError;

use super::permission::Permission;
use super::problem::{ApiError, ApiResult};
use crate::app::App;
use crate::work::Hand;
use crate::work::recalculate::ByHand;

/// Who sends a request.
#[derive(Debug, Clone, Copy)]
pub enum Actor {
    /// Whoever sits at the machine: everybody who reaches Muster, until there is a sign-in.
    AtTheMachine,
    /// Somebody who has only these permissions; nobody but tests until there are users.
    #[cfg(test)]
    With(&'static [Permission]),
}

impl Actor {
    fn permissions(self) -> &'static [Permission] {
        match self {
            Self::AtTheMachine => &Permission::ALL,
            #[cfg(test)]
            Self::With(permissions) => permissions,
        }
    }

    /// Refuses what needs a permission that is not there.
    pub fn expect(self, permission: Permission) -> ApiResult<()> {
        if self.permissions().contains(&permission) {
            return Ok(());
        }
        let detail = format!("This needs the permission {}.", permission.word());
        let remedy = "Ask an administrator for it.";
        Err(ApiError::new(StatusCode::FORBIDDEN, "not_permitted", detail, remedy))
    }
}

impl<S: Sync> FromRequestParts<S> for Actor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // With a sign-in, whoever is not told here is a stranger.
        Ok(parts.extensions.get().copied().unwrap_or(Self::AtTheMachine))
    }
}

/// What a handler works with: who asks, and the program.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who asks.
    pub who: Actor,
    /// The program.
    pub app: App,
}

impl Caller {
    /// The time by the program's clock, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.app.clock.now()
    }

    /// Refuses what needs a permission that the caller has not.
    pub fn expect(&self, permission: Permission) -> ApiResult<()> {
        self.who.expect(permission)
    }

    /// With what work is asked for.
    pub fn hand(&self) -> Hand {
        Hand::of(&self.app)
    }

    /// Begins what the caller does by hand.
    pub async fn begin(&self) -> Result<ByHand, StoreError> {
        ByHand::begin(&self.hand()).await
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self { who: Actor::from_request_parts(parts, app).await?, app: app.clone() })
    }
}
