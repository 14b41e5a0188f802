//! Who sends a request, and what a handler works with.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

use super::permission::Permission;
use super::problem::{ApiError, ApiResult};

/// Who sends a request.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    /// Whoever sits at the machine: everybody who reaches Muster, until there is a sign-in.
    AtTheMachine,
    /// Somebody who has only these permissions; nobody but tests until there are users.
    #[cfg(test)]
    With(&'static [Permission]),
}

impl Who {
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

impl<S: Sync> FromRequestParts<S> for Who {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // With a sign-in, whoever is not told here is a stranger.
        Ok(parts.extensions.get().copied().unwrap_or(Self::AtTheMachine))
    }
}
