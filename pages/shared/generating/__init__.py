"""The page of the networks that generate: a variational autoencoder, and a generator with its discriminator."""
