//! The model of the game, its actions and keys: `update(model, action) -> effects`.
