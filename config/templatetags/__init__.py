"""Tags every app's templates may use."""
