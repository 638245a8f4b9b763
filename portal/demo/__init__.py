"""The demo network: fictional organisations, people, texts and forums that fill an empty portal."""
