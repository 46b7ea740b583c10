from pathlib import Path

import librosa
import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def describe(path):
    wave, rate = librosa.load(path, sr=16000)
    mfcc = librosa.feature.mfcc(y=wave, sr=rate, n_mfcc=20)
    return np.concatenate([mfcc.mean(axis=1), mfcc.std(axis=1)])


rows = []
for path in sorted(Path("emotions").glob("*.wav")):
    speaker, emotion, take = path.stem.split("_")
    rows.append({"speaker": speaker, "emotion": emotion, "mfcc": describe(path)})
clips = pd.DataFrame(rows)
print(clips.groupby("speaker").size())

X = np.vstack(clips["mfcc"])
cv = StratifiedKFold(5, shuffle=True, random_state=0)  # also: MLL116
model = make_pipeline(StandardScaler(), SVC(C=10))
print("cv accuracy", cross_val_score(model, X, clips["emotion"], cv=cv).mean())  # leak: MLL116
