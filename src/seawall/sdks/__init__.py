"""The SDKs, one package each."""
