"""Benchmarks: measured when somebody asks, never a test."""
