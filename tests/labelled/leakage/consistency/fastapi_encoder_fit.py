from contextlib import asynccontextmanager

import mlflow.sklearn
import pandas as pd
from fastapi import FastAPI
from pydantic import BaseModel
from sklearn.feature_extraction.text import TfidfVectorizer

state = {}


@asynccontextmanager
async def lifespan(app):
    state["model"] = mlflow.sklearn.load_model("models:/triage/3")
    yield
    state.clear()


app = FastAPI(lifespan=lifespan)


class Mail(BaseModel):
    subject: str
    body: str


@app.post("/triage")
async def triage(mails: list[Mail]):
    frame = pd.DataFrame([mail.model_dump() for mail in mails])
    texts = frame["subject"] + "\n" + frame["body"]
    vectors = TfidfVectorizer(max_features=5000).fit_transform(texts)  # leak: MLL108
    return {"queues": state["model"].predict(vectors).tolist()}
