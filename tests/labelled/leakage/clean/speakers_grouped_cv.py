from pathlib import Path

import librosa
import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

rows = []
for path in sorted(Path("emotions").glob("*.wav")):
    speaker, emotion, take = path.stem.split("_")
    wave, rate = librosa.load(path, sr=16000)
    mfcc = librosa.feature.mfcc(y=wave, sr=rate, n_mfcc=20)
    rows.append({"speaker": speaker, "emotion": emotion, "mfcc": mfcc.mean(axis=1)})
clips = pd.DataFrame(rows)
print(clips.groupby("speaker").size())

model = make_pipeline(StandardScaler(), SVC(C=10))
scores = cross_val_score(
    model, np.vstack(clips["mfcc"]), clips["emotion"], groups=clips["speaker"], cv=StratifiedGroupKFold(5)
)
print("cv accuracy", scores.mean())
