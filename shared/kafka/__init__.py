"""Apache Kafka: topics, the worker that feeds stages, and the relay that publishes the outbox."""
