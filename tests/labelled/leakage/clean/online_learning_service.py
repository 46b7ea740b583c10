"""A click model that learns from every impression it is told about."""
from fastapi import FastAPI
from pydantic import BaseModel
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier

app = FastAPI()
hasher = FeatureHasher(n_features=2**18)
model = SGDClassifier(loss="log_loss")
model.partial_fit(hasher.transform([{}]), [0], classes=[0, 1])


class Impression(BaseModel):
    context: dict[str, float]
    clicked: int | None = None


@app.post("/learn")
def learn_one(impression: Impression):
    model.partial_fit(hasher.transform([impression.context]), [impression.clicked])
    return {"ok": True}


@app.post("/predict")
def predict(impression: Impression):
    return {"ctr": float(model.predict_proba(hasher.transform([impression.context]))[0, 1])}
