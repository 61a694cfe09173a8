//! CSRs, keys and certificates, with real ones: made by rcgen, or with OpenSSL (`data/pki`) where it cannot.

#[cfg(test)]
mod chain;
#[cfg(test)]
mod csr;
#[cfg(test)]
mod key;
#[cfg(test)]
mod mutation;
#[cfg(test)]
mod names;
#[cfg(test)]
mod subject;
#[cfg(test)]
mod support;
