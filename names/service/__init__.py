"""The service: what `names serve` answers over HTTP.

The lower modules know the words of the Reconciliation API and of our own, and nothing of HTTP; `app.py` gives
them routes. Starlette and uvicorn are an extra, and imported where they are used.
"""
