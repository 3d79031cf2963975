"""Tests of filings."""
